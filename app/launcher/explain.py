"""What is missing on this machine, and what to do about it."""

from pathlib import Path

from app.words import Words


class CannotStart(Exception):
    """Something is missing that only the person in front of the machine can provide."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.words = Words(zh, en)


class PortTaken(CannotStart):
    def __init__(self, port: int, free: int) -> None:
        super().__init__(
            f"端口 {port} 已被占用。请换一个：python3 start.py --port {free}",
            f"Port {port} is taken. Choose another: python3 start.py --port {free}",
        )


class AlreadyRunning(CannotStart):
    def __init__(self, port: int, free: int) -> None:
        super().__init__(
            f"登阶已经在运行：http://127.0.0.1:{port}/ "
            f"（若要另开一个：python3 start.py --port {free}）",
            f"Rungs is already running: http://127.0.0.1:{port}/ "
            f"(for a second one: python3 start.py --port {free})",
        )


class DiskFull(CannotStart):
    def __init__(self, folder: Path, *, free: int | None = None, needed: int) -> None:
        left = "" if free is None else f"{free // 2**20} MB"
        super().__init__(
            f"磁盘空间不足：{folder} " + (f"只剩 {left}，" if left else "") + f"需要约 "
            f"{needed // 2**20} MB。请清理后再运行。",
            f"The disk is full: {folder} needs about {needed // 2**20} MB"
            + (f" and has {left}" if left else "")
            + ". Make room and run this again.",
        )


class ReadOnly(CannotStart):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"无法写入文件夹 {folder}。请把项目放到可写的位置；"
            "数据也可以放到别处：设置 RUNGS_DATA_DIR。",
            f"The folder {folder} cannot be written. Move the project to where you may write; "
            "data can also live elsewhere: set RUNGS_DATA_DIR.",
        )


class NoVenv(CannotStart):
    def __init__(self) -> None:
        super().__init__(
            "这个 Python 缺少 venv 和 pip，无法创建虚拟环境。"
            "Debian 或 Ubuntu 请运行：sudo apt install python3-venv",
            "This Python lacks venv and pip, so no virtual environment can be made. "
            "On Debian or Ubuntu run: sudo apt install python3-venv",
        )


class VenvFailed(CannotStart):
    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"无法创建虚拟环境 {folder}：\n{detail}",
            f"The virtual environment {folder} could not be made; the reason is above.",
        )


class NoNetwork(CannotStart):
    def __init__(self, log: Path) -> None:
        super().__init__(
            "下载依赖失败：网络不通，或软件源没有回应。请检查网络或代理后再运行一次。"
            f"（记录：{log}）",
            "The packages could not be downloaded: there is no network, or their source did not "
            f"answer. Check the network or the proxy and run this again. (Log: {log})",
        )


class InstallFailed(CannotStart):
    def __init__(self, log: Path, tail: str) -> None:
        super().__init__(
            f"{tail}\n安装依赖失败，原因见上。（记录：{log}）",
            f"The packages could not be installed; the reason is above. (Log: {log})",
        )


class PagesNotBuilt(CannotStart):
    def __init__(self, said: str) -> None:
        super().__init__(
            f"{said}\n设计器页面没有构建成功，原因见上。",
            "The pages of the builder could not be built; the reason is above.",
        )


class StepFailed(CannotStart):
    def __init__(self, step: str) -> None:
        super().__init__(
            f"“rungs {step}”没有成功，原因见上。", f"`rungs {step}` failed; the reason is above."
        )


class ServerStopped(CannotStart):
    def __init__(self, log: Path, tail: str) -> None:
        super().__init__(
            f"{tail}\n服务没有启动，原因见上。（记录：{log}）",
            f"The server did not start; the reason is above. (Log: {log})",
        )


class NotSQLite(CannotStart):
    def __init__(self) -> None:
        super().__init__(
            "--reset 只管 SQLite 文件；现在用的是 RUNGS_DATABASE_URL，请自行清空那个数据库。",
            "--reset only knows the SQLite file; RUNGS_DATABASE_URL names another database. "
            "Empty that one yourself.",
        )


def say(zh: str, en: str) -> None:
    print(f"{zh} · {en}", flush=True)
