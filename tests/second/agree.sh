#!/bin/sh
# 1,000 random histories, judged by tests/model and by the second reading. Speaks TAP.
here=${LOUCE_SRC:-$(dirname "$0")/../..}/tests/second
. "$here/python.sh"
skip_without_python histories__are_judged_alike__by_the_model_and_a_second_reading
PYTHONDONTWRITEBYTECODE=1 exec "$python" "$here/agree.py" --count 1000 "$@"
