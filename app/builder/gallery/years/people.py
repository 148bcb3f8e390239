"""People who do not exist: names as they are common in China, with addresses nobody has."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

SURNAMES = (
    "王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu"
    " 高gao 林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng"
    " 董dong 程cheng 曹cao"
)
GIVEN = (
    "子涵zihan 雨桐yutong 浩然haoran 欣怡xinyi 宇轩yuxuan 梓萱zixuan 思远siyuan 佳怡jiayi"
    " 俊杰junjie 诗涵shihan 明哲mingzhe 婉清wanqing 建国jianguo 丽华lihua 志强zhiqiang"
    " 晓燕xiaoyan 文博wenbo 静怡jingyi 海波haibo 雪梅xuemei 天宇tianyu 若曦ruoxi 嘉豪jiahao"
    " 梦琪mengqi 立新lixin 雅琴yaqin 泽宇zeyu 可馨kexin 鹏飞pengfei 秀英xiuying 一诺yinuo"
    " 博文bowen 晨曦chenxi 安琪anqi 国栋guodong 语嫣yuyan 睿rui 敏min 磊lei 倩qian 涛tao 娜na"
    " 强qiang 洁jie"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    external_id: str
    name: str
    email: str
    """Below example.com, where no mail arrives, whatever an automation sends."""


def people(count: int, prefix: str, chance: Random) -> Iterator[Person]:
    """Make up people; no two of them have the same name."""
    surnames = [_split(each) for each in SURNAMES.split()]
    given = [_split(each) for each in GIVEN.split()]
    pairs = [(surname, name) for surname in surnames for name in given]
    for n, (surname, name) in enumerate(chance.sample(pairs, count), start=1):
        number = f"{prefix}{n:04}"
        yield Person(
            external_id=number,
            name=surname[0] + name[0],
            email=f"{name[1]}.{surname[1]}.{number.lower()}@example.com",
        )


def _split(pair: str) -> tuple[str, str]:
    """Part the characters from how they are said."""
    said = "".join(each for each in pair if each.isascii())
    return pair.removesuffix(said), said
