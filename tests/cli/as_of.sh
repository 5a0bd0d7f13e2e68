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

# What the bulletin compares is here the number of houses: one is listed later.
mkdir "$work/data"
cp -r "$LOUCE_DATADIR/forms" "$work/data/"
sed -i 's/change_of: done/change_of: houses/' "$work/data/forms/reports.yaml"
export LOUCE_DATADIR="$work/data"
does demo__is_made env LOUCE_CLOCK=$founded "$demo" "$work/county" --buildings 12
reports="roster completeness annex1 annex2"
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
does report__is_compared__with_a_day at $now report bulletin --since 2022-09-25
holds report__says__what_it_is_compared_with says "Compared with 2022-09-25, by what the county receipt of 2022-09-24 covers."
at $now report bulletin --since 2022-09-25 --format csv >"$work/out" 2>&1
holds report__tells__what_changed sh -c "sed '/^$/,\$d' '$work/out' | cut -d, -f 1,4 | grep -q '^东兰镇,1$'"
holds report__tells__where_nothing_changed sh -c "sed '/^$/,\$d' '$work/out' | cut -d, -f 1,4 | grep -q '^隘洞镇,0$'"
holds report__sums__what_changed sh -c "sed '/^$/,\$d' '$work/out' | cut -d, -f 1,4 | grep -q '^Donglan County,1$'"
does report__without_a_day__tells_no_change at $now report bulletin
holds report__without_a_day__says_so says "What changed is told when a day to compare with is given."
refuses report__refuses__to_compare_with_its_own_day 3 "2022-09-28 is not before 2022-09-28" at $now report bulletin --since 2022-09-28
refuses report__refuses__to_compare_what_tells_no_change 3 "tells no change: name no day to compare with" at $now report annex1 --since 2022-09-25
refuses report__refuses__to_compare_with_what_nobody_knows 3 "no county receipt of 2022-09-23 or before is here" at $now report bulletin --since 2022-09-23
does report__tells__how_complete_it_is at $now report completeness
holds report__leaves_nothing__beside_the_file test -z "$(find "$work/county" -name '.louce-*')"
tap_end
