"""The operations on coupons and benefits, as OpenAPI describes them."""

from app.access import Scope
from app.web.api import coupon_answers as said
from app.web.api.coupons import (
    end_benefit,
    find_coupon,
    grant_benefit,
    issue_coupons,
    list_benefits,
    list_coupons,
    list_designs,
    redeem_coupon,
    reissue_coupon,
    void_coupon,
)
from app.web.api.ladders import MEMBER_ID
from app.web.api.operations import Operation, Said, in_path, in_query
from app.web.api.shapes import Text, Whole
from app.words import Words

NOT_PUBLISHED = 409
CODE = in_path(
    "code",
    Words("券码；大小写、空格和连字符不限。", "The code, in any case, with or without dashes."),
)
COUPON_ID = in_path("coupon", Words("券的编号。", "The id of a coupon."))
GRANT_ID = in_path("grant", Words("编号。", "Its id."))
ONE = {200: Said(about=Words("这张券。", "The coupon."), shape=said.COUPON)}

OPERATIONS = (
    Operation(
        name="list_designs",
        method="GET",
        path="/coupons",
        policy=Scope.PROGRAM_READ,
        title=Words("优惠券的设计和发放情况", "Designs of coupons, with counts by state"),
        view=list_designs,
        answers={200: Said(about=Words("每一种券。", "Every design."), shape=said.DESIGNS)},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="find_coupon",
        method="GET",
        path="/coupons/{code}",
        policy=said.READS,
        title=Words("按券码查一张券", "Look a coupon up by its code"),
        view=find_coupon,
        parameters=(CODE,),
        answers=ONE,
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="redeem_coupon",
        method="POST",
        path="/coupons/{code}/redeem",
        policy=said.WRITES,
        title=Words("核销一张券", "Redeem a coupon"),
        about=Words(
            "只成功一次；已用、过期、失效回答 409 并说明原因，没有的券码 404。",
            "It succeeds once: one that is used, expired or void is refused with 409 and the"
            " reason, an unknown code with 404.",
        ),
        view=redeem_coupon,
        parameters=(CODE,),
        body=said.REDEEMING,
        answers=ONE,
    ),
    Operation(
        name="list_coupons",
        method="GET",
        path="/members/{member}/coupons",
        policy=said.READS,
        title=Words("会员的优惠券", "A member's coupons"),
        view=list_coupons,
        parameters=(
            MEMBER_ID,
            in_query("limit", Whole(least=1, most=said.MOST_SHOWN), Words("多少张。", "How many.")),
            in_query(
                "before",
                Text(longest=20),
                Words("上一页回答里的 next。", "`next` of the page before."),
            ),
        ),
        answers={200: Said(about=Words("一页券。", "A page of coupons."), shape=said.COUPONS)},
        problems=(NOT_PUBLISHED, 422),
    ),
    Operation(
        name="issue_coupons",
        method="POST",
        path="/members/{member}/coupons",
        policy=said.WRITES,
        title=Words("给会员发券", "Issue coupons to a member"),
        view=issue_coupons,
        parameters=(MEMBER_ID,),
        body=said.NEW_COUPONS,
        answers={
            200: Said(
                about=Words(
                    "没有发新的：这个缘由发过了，或达到上限，或已过期。",
                    "Nothing new: the cause is known, the limit reached, or it would have expired.",
                ),
                shape=said.ISSUED,
            ),
            201: Said(about=Words("新发的券。", "What was issued."), shape=said.ISSUED),
        },
    ),
    Operation(
        name="void_coupon",
        method="POST",
        path="/members/{member}/coupons/{coupon}/void",
        policy=said.WRITES,
        title=Words("作废一张券", "Make a coupon void"),
        view=void_coupon,
        parameters=(MEMBER_ID, COUPON_ID),
        body=said.WHY,
        answers=ONE,
    ),
    Operation(
        name="reissue_coupon",
        method="POST",
        path="/members/{member}/coupons/{coupon}/reissue",
        policy=said.WRITES,
        title=Words("补发一张券", "Issue another coupon in place of one"),
        view=reissue_coupon,
        parameters=(MEMBER_ID, COUPON_ID),
        body=said.WHY,
        answers={201: Said(about=Words("新的券。", "The new coupon."), shape=said.COUPON)},
    ),
    Operation(
        name="list_benefits",
        method="GET",
        path="/members/{member}/benefits",
        policy=said.READS,
        title=Words("会员现有的权益", "Benefits a member has now"),
        view=list_benefits,
        parameters=(MEMBER_ID,),
        answers={
            200: Said(
                about=Words("等级给的和另外授予的。", "Of the tier and granted."),
                shape=said.BENEFITS,
            )
        },
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="grant_benefit",
        method="POST",
        path="/members/{member}/benefits",
        policy=said.WRITES,
        title=Words("授予一项权益", "Grant a benefit"),
        view=grant_benefit,
        parameters=(MEMBER_ID,),
        body=said.NEW_GRANT,
        answers={
            200: Said(
                about=Words("这个缘由授予过了。", "The cause is known: nothing new."),
                shape=said.GRANTS,
            ),
            201: Said(about=Words("已授予。", "It is granted."), shape=said.GRANTS),
        },
    ),
    Operation(
        name="end_benefit",
        method="POST",
        path="/members/{member}/benefits/{grant}/end",
        policy=said.WRITES,
        title=Words("结束一项另外授予的权益", "End a benefit that was granted"),
        view=end_benefit,
        parameters=(MEMBER_ID, GRANT_ID),
        body=said.WHY,
        answers={200: Said(about=Words("已结束。", "It is ended."), shape=said.GRANT)},
    ),
)
