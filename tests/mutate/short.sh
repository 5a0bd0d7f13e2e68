#!/bin/sh
# What make mutate promises, tried on one small file. Speaks TAP.
. "${LOUCE_SRC:-$(dirname "$0")/../..}/tests/support/tap.sh"
here=$(cd "${LOUCE_SRC:-$(dirname "$0")/../..}/tests/mutate" && pwd)
clang=${MUTATE_CLANG:-clang}
if ! command -v "$clang" >/dev/null || ! command -v python3 >/dev/null; then
	echo 1..1
	echo 'ok 1 - changes__are_tried__on_a_small_file # skip clang or python3 is not here (Debian: clang python3)'
	exit
fi

cd "$work" || exit 1
mkdir top run
cat >top/small.c <<'END'
#include "small.h"
#define MANY(n) ((n) > 100 ? 1 : 0)
bool in_range(int a)
{
	return a >= 0 &&
	       a < 10; /* a > b */
}
bool is_odd(int a) { return a % 2 != 0; }
bool is_none(const char *a) { return !a; }
int last(int count)
{
	static const int table[] = { sizeof(int) == 4 ? 1 : 2, 1 + 1 };
	return MANY(count) + count - 1 + table[0] - table[0];
}
int halves(unsigned n)
{
	for (int c = 0;; c++, n /= 2)
		if (n == 0)
			return c;
}
int sum(const int *at, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += at[i];
	return sum;
}
int spare(int a, int b) { return a > 7 && !(a <= 5 || b) ? 1 : 2; }
int nobody(int a) { return a == 1 ? 3 : 4; }
int line(void) { return __LINE__; }
END
echo '#include <stdbool.h>
bool in_range(int); bool is_odd(int); bool is_none(const char *); int last(int); int halves(unsigned); int sum(const int *, int); int spare(int, int);
int nobody(int); int line(void);' >top/small.h
# Each test program writes a line when it runs. Only when it is measured the slow one is slow, by far.
cat >quick.c <<'END'
#include <stdio.h>
#include "top/small.h"
int main(void)
{
	int list[] = { 1, 2, 4 };
	FILE *runs = fopen("runs", "a");
	fputs("quick\n", runs), fclose(runs);
	return !(!in_range(-1) && in_range(0) && in_range(9) && !in_range(10) && is_odd(3) && !is_odd(4) && is_none(0) && !is_none("") &&
		 last(3) == 2 && halves(8) == 4 && spare(8, 0) == 1 && spare(8, 1) == 2 && spare(7, 0) == 2 && line() == 31 && sum(list, 2) < 8);
}
END
cat >slow.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "top/small.h"
int main(void)
{
	int list[] = { 1, 2, 4 };
	FILE *runs = fopen("runs", "a");
	fputs("slow\n", runs), fclose(runs);
	if (getenv("LOUCE_MUTANT_PAGE"))
		sleep(2);
	return sum(list, 2) != 3;
}
END
export LOUCE_SRC="$work/top"
mutate() { python3 "$here/mutate.py" "$@"; }
write() { mutate write run "$here/mutant.h" '' -- small.c; }
build() {
	for program in quick slow; do
		${CC:-cc} -w -O1 -Itop -o $program run/small.c $program.c || return 1
	done
}
try() { : >runs; mutate run run list ./quick ./slow; }
said() { grep -qxF -- "$1" out; }


does copies__are_written write
holds changes__are_counted__and_what_is_left_out said '20 changes in 1 files; left out: 1 a loop without end, 2 in a constant expression,'\
' 1 inside a macro, 2 the same as another, 7 told by the operand made true and false'
python3 -c 'import json; [print(m["line"], m["key"]) for m in json.load(open("run/mutants.json"))["mutants"]]' >places
cat >wanted <<'END'
5 small.c in_range: a >= 0 => made true
5 small.c in_range: a >= 0 => made false
5 small.c in_range: a >= 0 => > for >=
6 small.c in_range: a < 10 => made true
6 small.c in_range: a < 10 => <= for <
8 small.c is_odd: a % 2 != 0 => turned
9 small.c is_none: !a => without !
13 small.c last: MANY(count) + count - 1 => without - 1
18 small.c halves: n == 0 => made true
18 small.c halves: n == 0 => made false
25 small.c sum: i < n => made false
25 small.c sum: i < n => <= for <
29 small.c spare: a > 7 => made true
29 small.c spare: a > 7 => made false
29 small.c spare: a > 7 => >= for >
29 small.c spare: a <= 5 => made false
29 small.c spare: a <= 5 => < for <=
29 small.c spare: b => made false
30 small.c nobody: a == 1 => made true
30 small.c nobody: a == 1 => made false
END
holds changes__are_found__each_with_line_function_and_text cmp -s places wanted
does copies__are_built__with_all_switches build

# Nobody listed: what survives is named, and the rest of the page.
: >list
refuses survivors__are_refused__while_no_reason_is_listed 1 'every 1. of 20: 20 changes, 18 reached, 16 killed, 0 listed, 4 survived' try
holds survivors__are_named__with_their_place said 'small.c:29: spare: a <= 5 => made false'
holds survivors__are_marked__where_no_test_comes said 'small.c:30: nobody: a == 1 => made true (no test comes here)'
holds a_file__has_its_line said 'small.c                                 20        18        16         0         4'
holds each_change__is_tried__on_the_quick_program_first_and_the_slow_one_where_needed [ "$(sort runs | uniq -c | xargs)" = '19 quick 3 slow' ]

# What was found stays found while the program that found it is the same and is asked; what survived is tried again by a program that is new.
refuses results__are_taken_up__when_it_is_run_again 1 '16 killed, 0 listed, 4 survived' try
holds results__are_taken_up__without_a_run [ ! -s runs ]
sed -i 's/spare(7, 0) == 2/spare(7, 0) == 2 \&\& nobody(1) == 3/' quick.c
build
refuses survivors__are_tried_again__by_a_new_program 1 '20 reached, 17 killed, 0 listed, 3 survived' try
holds what_it_noticed__is_tried_again__with_a_new_program [ "$(grep -c quick runs)" -gt 16 ]
cp quick.c quick.right
cp slow.c slow.right
sed -i 's/is_odd(3) \&\& !is_odd(4)/(is_odd(3), 1)/' quick.c
build
refuses a_weaker_program__brings_a_survivor 1 '20 reached, 16 killed, 0 listed, 4 survived' try
holds a_weaker_program__brings_its_own said 'small.c:8: is_odd: a % 2 != 0 => turned'
cp quick.right quick.c
build
try >/dev/null 2>&1
sed -i 's/sum(list, 2) != 3/sum(list, 2) != 3 || nobody(2) != 4/' slow.c
build
refuses survivors__are_tried_again__by_another_new_program 1 '20 reached, 18 killed, 0 listed, 2 survived' try
holds survivors__are_tried_again__and_what_it_noticed_alone [ "$(grep -c quick runs)" -lt 6 ]
cp slow.right slow.c
build
sed -i 's/return !a;/return a == 0;/' top/small.c
write >"$work/out" && build
refuses a_changed_file__is_tried_anew 1 '20 reached, 17 killed, 0 listed, 3 survived' try
holds a_changed_file__is_tried_anew__all_of_it [ "$(grep -c quick runs)" -gt 19 ]
refuses a_sample__has_every_nth_change 1 'every 5. of 20: 4 changes, 4 reached, 3 killed, 0 listed, 1 survived' \
	env MUTANTS=5 python3 "$here/mutate.py" run run list ./quick ./slow

does programs__are_chosen__by_a_pattern sh -c '! MUTATE_TESTS=quick python3 "$0" run run list ./quick ./slow' "$here/mutate.py"
holds programs__are_chosen__by_a_pattern_and_no_others sh -c 'grep -q "reached by quick" "$0" && ! grep -q "reached by slow" "$0"' "$work/out"
refuses files__are_chosen__by_a_pattern 1 'mutate: no change was chosen' env MUTATE_FILES=other python3 "$here/mutate.py" run run list ./quick

# The list.
cat >list <<'END'
# A comment.
small.c spare: a <= 5 => made false
small.c spare: a <= 5 => < for <=
	what is above 7 is above 5
small.c nobody: a == 1 => made true
	nobody asks for another
END
does survivors__are_taken__with_their_reason try
holds survivors__are_counted__as_listed grep -qF '17 killed, 3 listed, 0 survived' "$work/out"
cp list right
echo 'small.c spare: a > 70 => made true
	it was so' >>list
refuses an_entry__is_refused__that_fits_no_place_any_more 1 'list: fits no place any more: small.c spare: a > 70 => made true' try
{ cat right; echo 'small.c halves: n == 0 => made true
	no input can tell'; } >list
refuses an_entry__is_refused__that_a_test_notices 1 'list: quick notices what is listed as no input can tell: small.c halves: n == 0 => made true' try
{ cat right; echo 'small.c spare: a <= 5 => made false
	twice'; } >list
refuses an_entry__is_refused__that_stands_twice 1 'list: listed twice: small.c spare: a <= 5 => made false' try
{ echo 'small.c spare: a <= 5 => made false
'; sed 1,2d right; } >list
refuses an_entry__is_refused__without_a_reason_before_another_group 1 'list: no reason stands behind: small.c spare: a <= 5 => made false' try
{ echo 'small.c nobody: a == 1 => made true'; } >list
refuses an_entry__is_refused__without_a_reason 1 'list: no reason stands behind: small.c nobody: a == 1 => made true' try
cp right list

# A program that fails unchanged tells nothing.
sed -i 's/halves(8) == 4/halves(8) == 5/' quick.c
build
refuses a_program__is_refused__that_fails_without_any_change 1 'mutate: ./quick fails without any change' try
tap_end
