"""What the installation is told through `RUNGS_*` variables, checked as a whole at the start."""

import difflib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.errors import Misconfigured
from app.outbound import Door
from app.secrets import write_once
from app.words import Words

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32
FEWEST_DIFFERENT_CHARACTERS = 10
DATABASE_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
PORT = re.compile(r"[1-9][0-9]{0,4}")
LOG_LEVELS = ("debug", "info", "warning", "error")
YES_OR_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
SECRETS = ("RUNGS_DATABASE_URL", "RUNGS_SECRET_KEYS")
NAMES = (
    *SECRETS,
    *(f"{name}_FILE" for name in SECRETS),
    "RUNGS_DATA_DIR",
    "RUNGS_EXPECT_WORKER",
    "RUNGS_LANGUAGE",
    "RUNGS_LOG_LEVEL",
    "RUNGS_METRICS_PUBLIC",
    "RUNGS_OUTBOUND_ALLOW",
    "RUNGS_OUTBOUND_PORTS",
    "RUNGS_PUBLIC_URL",
    "RUNGS_TEST_POSTGRESQL",
    "RUNGS_TRUSTED_HOSTS",
    "RUNGS_TRUSTED_PROXIES",
)


class WrongSettings(Misconfigured):
    """The settings cannot be used; `problems` names every one of them at once."""

    def __init__(self, problems: list[Words]) -> None:
        super().__init__("\n".join(f"{problem.zh}\n{problem.en}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings in force."""

    data_dir: Path
    database_url: str
    secret_keys: tuple[str, ...]
    """The first one signs, all of them verify."""
    public_url: str
    trusted_hosts: tuple[str, ...]
    trusted_proxies: int
    """How many proxies in front of the server add `X-Forwarded-*` headers of their own."""
    log_level: str
    metrics_public: bool
    expect_worker: bool
    """Whether the server is not ready while no worker shows signs of life."""
    outbound_allow: frozenset[str] = frozenset()
    outbound_ports: frozenset[int] = frozenset()
    """Where messages may go although it is not public: hosts or `host:port`; and further ports."""

    @property
    def door(self) -> Door:
        return Door(allow=self.outbound_allow, ports=self.outbound_ports)

    def effective(self) -> dict[str, str]:
        """List the settings by name, fit to be shown to anybody."""
        return {
            "RUNGS_DATA_DIR": str(self.data_dir),
            "RUNGS_DATABASE_URL": make_url(self.database_url).render_as_string(hide_password=True),
            "RUNGS_SECRET_KEYS": f"({len(self.secret_keys)})",
            "RUNGS_PUBLIC_URL": self.public_url,
            "RUNGS_TRUSTED_HOSTS": ",".join(self.trusted_hosts),
            "RUNGS_TRUSTED_PROXIES": str(self.trusted_proxies),
            "RUNGS_LOG_LEVEL": self.log_level,
            "RUNGS_METRICS_PUBLIC": "yes" if self.metrics_public else "no",
            "RUNGS_EXPECT_WORKER": "yes" if self.expect_worker else "no",
            "RUNGS_OUTBOUND_ALLOW": ",".join(sorted(self.outbound_allow)),
            "RUNGS_OUTBOUND_PORTS": ",".join(map(str, sorted(self.outbound_ports))),
        }

    def __repr__(self) -> str:
        return f"Config({self.effective()})"


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the settings, or raise `WrongSettings` with all that is wrong with them."""
    reader = _Reader(environ)
    reader.refuse_unknown_names()
    data_dir = reader.data_dir()
    public_url = reader.public_url()
    config = Config(
        data_dir=data_dir,
        database_url=reader.database_url(data_dir),
        secret_keys=reader.secret_keys(data_dir),
        public_url=public_url,
        trusted_hosts=reader.trusted_hosts(public_url),
        trusted_proxies=reader.trusted_proxies(),
        log_level=reader.log_level(),
        metrics_public=reader.yes_or_no("RUNGS_METRICS_PUBLIC"),
        expect_worker=reader.yes_or_no("RUNGS_EXPECT_WORKER"),
        outbound_allow=frozenset(reader.words("RUNGS_OUTBOUND_ALLOW")),
        outbound_ports=reader.outbound_ports(),
    )
    if reader.problems:
        raise WrongSettings(reader.problems)
    return config


def default_data_dir() -> Path:
    """Choose the folder beside a checkout, or below the current folder for an installed package."""
    base = ROOT if (ROOT / "pyproject.toml").is_file() else Path.cwd()
    return base / ".rungs"


class _Reader:
    """Reads one setting after the other and collects what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[Words] = []

    def problem(self, zh: str, en: str) -> None:
        self.problems.append(Words(zh, en))

    def refuse_unknown_names(self) -> None:
        for name in sorted(self.environ):
            if name.startswith("RUNGS_") and name not in NAMES:
                near = _nearest(name)
                self.problem(
                    f"没有名为 {name} 的设置" + (f"，是否想写 {near}？" if near else "。"),
                    f"There is no setting {name}" + (f"; did you mean {near}?" if near else "."),
                )

    def text(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def words(self, name: str) -> list[str]:
        return self.text(name).lower().replace(",", " ").split()

    def secret(self, name: str) -> str:
        """Read a secret from its variable or from the file that `…_FILE` names."""
        file = self.text(f"{name}_FILE")
        if not file:
            return self.text(name)
        if self.text(name):
            self.problem(
                f"{name} 和 {name}_FILE 只能设置一个。",
                f"Set {name} or {name}_FILE, not both.",
            )
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            self.problem(
                f"无法读取 {name}_FILE 指定的文件 {file}：{error.strerror}。",
                f"{name}_FILE names {file}, which cannot be read: {error.strerror}.",
            )
            return ""

    def data_dir(self) -> Path:
        folder = Path(self.text("RUNGS_DATA_DIR") or default_data_dir()).absolute()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            self.problem(
                f"无法创建数据文件夹 {folder}：{error.strerror}。"
                "请把 RUNGS_DATA_DIR 设为可写的文件夹。",
                f"The data folder {folder} cannot be made: {error.strerror}. "
                "Set RUNGS_DATA_DIR to a folder that can be written.",
            )
        return folder

    def database_url(self, data_dir: Path) -> str:
        default = f"sqlite:///{data_dir / 'rungs.sqlite3'}"
        written = self.secret("RUNGS_DATABASE_URL")
        if not written:
            return default
        try:
            url = make_url(written)
        except ArgumentError:
            # The text may hold a password, so it is not repeated.
            self.problem(
                "RUNGS_DATABASE_URL 不是数据库地址，应形如 postgresql://用户:密码@主机/数据库。",
                "RUNGS_DATABASE_URL is not a database address; write it like "
                "postgresql://user:password@host/database.",
            )
            return default
        if url.drivername not in DATABASE_DRIVERS:
            self.problem(
                f"RUNGS_DATABASE_URL 不支持“{url.drivername}”，只支持 sqlite 和 postgresql。",
                f"RUNGS_DATABASE_URL asks for {url.drivername!r}; "
                "sqlite and postgresql are supported.",
            )
            return default
        url = url.set(drivername=DATABASE_DRIVERS[url.drivername])
        return url.render_as_string(hide_password=False)

    def secret_keys(self, data_dir: Path) -> tuple[str, ...]:
        written = self.secret("RUNGS_SECRET_KEYS")
        if not written and not self.problems:
            written = self.own_key(data_dir / "secret-keys")
        keys = tuple(key for key in written.replace(",", " ").split() if key)
        for place, key in enumerate(keys, start=1):
            if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS:
                self.problem(
                    f"RUNGS_SECRET_KEYS 的第 {place} 个密钥太弱：至少 {SHORTEST_KEY} 个字符，"
                    "且不能是常见的或重复的文字。"
                    '可用 python3 -c "import secrets; print(secrets.token_urlsafe(48))" 生成。',
                    f"Key {place} of RUNGS_SECRET_KEYS is too weak: it takes {SHORTEST_KEY} "
                    "characters that nobody can guess. Make one with "
                    'python3 -c "import secrets; print(secrets.token_urlsafe(48))".',
                )
        return keys

    def own_key(self, file: Path) -> str:
        """Read the key this installation made for itself, or make it."""
        try:
            if not file.exists():
                write_once(file, secrets.token_urlsafe(48) + "\n")
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            self.problem(
                f"无法读写密钥文件 {file}：{error.strerror}。",
                f"The key file {file} cannot be read or made: {error.strerror}.",
            )
            return ""

    def public_url(self) -> str:
        written = self.text("RUNGS_PUBLIC_URL") or "http://127.0.0.1:8000"
        parts = urlsplit(written)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            self.problem(
                f"RUNGS_PUBLIC_URL“{written}”不是网址，应形如 https://members.example.com。",
                f"RUNGS_PUBLIC_URL {written!r} is not an address like https://members.example.com.",
            )
        return written.rstrip("/")

    def trusted_hosts(self, public_url: str) -> tuple[str, ...]:
        written = tuple(self.words("RUNGS_TRUSTED_HOSTS"))
        own = urlsplit(public_url).hostname or "localhost"
        return tuple(dict.fromkeys((*(written or (own,)), "localhost", "127.0.0.1", "[::1]")))

    def trusted_proxies(self) -> int:
        written = self.text("RUNGS_TRUSTED_PROXIES") or "0"
        if written.isascii() and written.isdigit():
            return int(written)
        self.problem(
            f"RUNGS_TRUSTED_PROXIES“{written}”应为前面的代理层数，例如 1。",
            f"RUNGS_TRUSTED_PROXIES {written!r} must be the number of proxies in front, such as 1.",
        )
        return 0

    def outbound_ports(self) -> frozenset[int]:
        written = self.words("RUNGS_OUTBOUND_PORTS")
        wrong = [each for each in written if not PORT.fullmatch(each)]
        if wrong:
            self.problem(
                f"RUNGS_OUTBOUND_PORTS 里的“{'、'.join(wrong)}”不是端口号，应形如 8443,9443。",
                f"RUNGS_OUTBOUND_PORTS names {', '.join(wrong)}, which are not ports like 8443.",
            )
        return frozenset(int(each) for each in written if each not in wrong)

    def log_level(self) -> str:
        written = self.text("RUNGS_LOG_LEVEL").lower() or "info"
        if written not in LOG_LEVELS:
            self.problem(
                f"RUNGS_LOG_LEVEL“{written}”应为以下之一：{'、'.join(LOG_LEVELS)}。",
                f"RUNGS_LOG_LEVEL {written!r} must be one of {', '.join(LOG_LEVELS)}.",
            )
        return written

    def yes_or_no(self, name: str) -> bool:
        written = self.text(name).lower() or "no"
        if written not in YES_OR_NO:
            self.problem(
                f"{name}“{written}”应为 yes 或 no。", f"{name} {written!r} must be yes or no."
            )
        return YES_OR_NO.get(written, False)


def _nearest(name: str) -> str:
    """Find the setting that was probably meant; what all names begin with says nothing."""
    endings = {known.removeprefix("RUNGS_"): known for known in NAMES}
    near = difflib.get_close_matches(name.removeprefix("RUNGS_"), endings, n=1)
    return endings[near[0]] if near else ""
