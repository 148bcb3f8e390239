"""Set Rungs up and serve it, or check it: `python3 start.py`, `python3 start.py test`.

This file is readable for old versions of Python, because it is what tells people to get a new one.
"""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    found = "{}.{}.{}".format(*sys.version_info[:3])
    oldest = "{}.{}".format(*OLDEST)
    print("需要 Python {0} 或更新的版本，当前是 {1}。".format(oldest, found), file=sys.stderr)
    print("请安装新版本，再用它运行，例如：python3.12 start.py", file=sys.stderr)
    print("Rungs needs Python {0} or newer; this is {1}.".format(oldest, found), file=sys.stderr)
    print("Install one and run it with that, such as: python3.12 start.py", file=sys.stderr)
    sys.exit(1)

from app.launcher.main import main

sys.exit(main(sys.argv[1:]))
