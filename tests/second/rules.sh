#!/bin/sh
# The second reading against small hand-made histories, some for each rule. Speaks TAP.
here=${LOUCE_SRC:-$(dirname "$0")/../..}/tests/second
. "$here/python.sh"
skip_without_python rules__hold__by_a_second_reading
PYTHONDONTWRITEBYTECODE=1 exec "$python" "$here/rules.py"
