#!/bin/sh
# Reports as of a day: what a county told then is told again, by the county receipt that was newest, whatever came since. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
says() { grep -qF -- "$1" "$work/out"; }
# at SECONDS COMMAND...: on a machine whose clock says so
at() {
	clock=$1
	shift
	env LOUCE_CLOCK="$clock" "$louce" "$@" -w "$work/county/county.louce"
}
founded=1664000000 # 2022-09-24
listed=1664100000  # 2022-09-25
covered=1664190000 # 2022-09-26
now=1664300000	   # 2022-09-28
export LOUCE_HOME="$work/county/home"

does demo__is_made env LOUCE_CLOCK=$founded "$louce" demo "$work/county" --no-ui --buildings 12
reports="roster hazards annex1 annex2"
for report in $reports; do at $founded report "$report" --format csv >"$work/$report.then" 2>&1; done
printf 'village,group_name,road,door_no,owner_name,listed_use\n451224100001,巴英,农村道路,99,韦小明,1\n' >"$work/one.csv"
officer=$(at $founded people | sed -n 's/^ *\([0-9a-f]\{8\}\) .*County office.*/\1/p' | head -n 1)
does house__is_listed__later at $listed roster import "$work/one.csv" --as "$officer" --yes --passphrase-file "$work/pass"
does report__counts_it__now at $now report roster --format csv
holds report__counts_it__in_full test "$(wc -l <"$work/out")" -eq "$(($(wc -l <"$work/roster.then") + 1))"

refuses report__says__that_nobody_knows_what_stood_before 3 "no county receipt of 2022-09-23 or before is here" \
	at $now report annex1 --date 2022-09-23
refuses report__refuses__a_day_to_come_that_it_does_not_ask_for 3 "asks for no day" at $now report annex1 --date 2022-10-01
for report in $reports; do
	at $now report "$report" --format csv --date 2022-09-25 >"$work/out" 2>&1
	# Where villages are missing, what is counted stands behind the rows.
	sed '/^$/,$d' "$work/out" >"$work/rows"
	sed '/^$/,$d' "$work/$report.then" | cmp -s - "$work/rows"
	holds "${report}__is_told_again__as_of_a_day" test $? -eq 0
done
does report__names__the_receipt at $now report roster --date 2022-09-25
holds report__says__as_of_which_day says "as of 2022-09-25"
holds report__says__which_receipt_covers_it says "of 2022-09-24 covers."
for officer in $(at $founded people | sed -n 's/^ *\([0-9a-f]\{8\}\) .*County office.*/\1/p'); do
	at $covered receipt --as "$officer" --passphrase-file "$work/pass" >/dev/null 2>&1
done
at $now report roster --format csv >"$work/now"
at $now report roster --format csv --date 2022-09-26 >"$work/out"
sed '/^$/,$d' "$work/now" >"$work/a"
sed '/^$/,$d' "$work/out" >"$work/b"
holds report__counts__what_the_next_receipt_covers cmp -s "$work/a" "$work/b"
at $now report roster --format csv --date 2022-09-25 | sed '/^$/,$d' >"$work/b"
sed '/^$/,$d' "$work/roster.then" >"$work/a"
holds report__leaves_out__what_came_after_the_day cmp -s "$work/a" "$work/b"
holds report__leaves_nothing__beside_the_file test -z "$(find "$work/county" -name '.louce-*')"
tap_end
