#!/bin/sh
# The demonstration's nine laptops after their exchange: one state wherever two hold the same area, nothing new in any stick, nothing private
# on any of them, and a pipe in place of a stick. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_HOME="$work/demo/home"
fails() { ! "$@"; }
hash_of() { "$louce" status -w "$1" --area "$2" --json | sed 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/'; }
# every FILE AREA...: the same state of the area in each file, and a state at all
same() {
	area=$1 first=
	shift
	for file; do
		hash=$(hash_of "$file" "$area")
		[ ${#hash} -eq 64 ] && [ "${first:=$hash}" = "$hash" ] || return 1
	done
}

"$demo" "$work/demo" --buildings 60 --seed demo
county="$work/demo/county.louce"
# Years after the campaign the demonstration still goes on from the middle of it, on each of its laptops; a day that was named stays.
day_of() { "$louce" status -w "$1" | sed -n 's/^today is \(.*\) in this workspace.*/\1/p'; }
holds demo__goes_on__from_the_middle_of_its_campaign [ "$(day_of "$county")" = 2022-09-14 ]
for laptop in "$work/demo/laptops/"*/*.louce; do
	holds "laptop__has__its_number_beside_its_keys_$(basename "$laptop" .louce)" [ "$(ls "$(dirname "$laptop")/home/devices" | wc -l)" -eq 1 ]
	holds "laptop__goes_on__from_the_same_day_$(basename "$laptop" .louce)" [ "$(day_of "$laptop")" = 2022-09-14 ]
done
# A laptop says nothing of what other townships owe: what they filled is not in its file.
for laptop in "$work/demo/laptops/"*; do
	at=$(basename "$laptop")
	holds "due__names__no_other_township_$at" sh -c "LOUCE_HOME='$laptop/home' '$louce' due --json -w '$laptop/$at.louce' >'$work/out' 2>&1; ! grep -q '\"form\":\"task_force\"' '$work/out'"
done
# A form that repeats has versions, also where no slot of it is in conflict.
noticed=$(sqlite3 "$county" "SELECT body ->> 'building' FROM step WHERE body ->> 'kind' = 'notice' LIMIT 1")
holds versions__has__what_stands_of_a_form_that_repeats sh -c "'$louce' versions -w '$county' --json '$noticed' notice | grep -q notice_date"
# Its days are in order: what a form tells of is not behind its signature, each form not before what it builds on, what goes by the plan not before that.
none() { [ "$(sqlite3 "$county" "WITH
	told AS (SELECT body ->> 'kind' AS kind, body ->> 'building' AS building, date(body ->> 'at', 'unixepoch', '+8 hours') AS signed, k.key AS field,
		k.value AS day FROM step, json_each(body -> 'data') k
		WHERE k.value GLOB '20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND k.key NOT IN ('notice_until', 'plan_deadline')),
	covered AS (SELECT s.body ->> 'at' AS signed, f.body ->> 'at' AS filled FROM step s, json_each(s.body -> 'data' -> 'items') i,
		json_each(i.value -> 'covers') c JOIN step f ON lower(hex(f.id)) = c.value WHERE s.body ->> 'kind' = 'signoff')
	SELECT count(*) FROM $1")" = 0 ]; }
in_order() { # FIELD OF WHAT FOLLOWS FIELD
	none "told a JOIN told b ON b.building = a.building WHERE a.field = '$1' AND b.field = '$2' AND a.day > b.day"
}
holds demo__tells__of_days_before_the_signature none "told WHERE day > signed"
holds demo__goes_by_the_plan__not_before_its_day none "told WHERE day < '2022-09-08'
	AND kind IN ('notice', 'enforcement', 'patrol', 'appraisal', 'plan', 'work', 'closure', 'reinspection')"
holds demo__is_signed__behind_what_is_signed none "covered WHERE filled > signed"
holds demo__has__signatures_to_look_at fails none "covered"
for order in survey_date:determ_date determ_date:notice_date notice_date:site_date site_date:appraisal_date notice_date:plan_date plan_date:work_date \
	work_date:closure_date done_date:closure_date; do
	case $order in
	site_date:appraisal_date) holds "days__are_in_order__$order" none "step WHERE body ->> 'kind' = 'appraisal'
		AND body -> 'data' ->> 'site_date' > body -> 'data' ->> 'appraisal_date'" ;;
	*) holds "days__are_in_order__$order" in_order "${order%:*}" "${order#*:}" ;;
	esac
done
# ... and the county has a receipt of an earlier day, to compare a report with.
holds demo__has__an_earlier_receipt "$louce" report bulletin -w "$county" --since 2022-09-05
refuses demo__tells__nothing_of_before_it 3 'no county receipt of 2022-09-04 or before is here' "$louce" report bulletin -w "$county" --since 2022-09-04
"$louce" demo "$work/later" --today 2022-10-10 --buildings 10 --single --no-ui >"$work/out" 2>&1
holds demo__takes__the_day_that_is_named [ "$(day_of "$work/later/county.louce")" = 2022-10-10 ]
holds demo__corrects__without_losing_a_part [ "$(sqlite3 "$county" "SELECT count(*) FROM step WHERE body ->> 'kind' = 'classification'
	AND body ->> '\$.data.part_slabs' IS NULL")" = 0 ]
cd "$work/demo/laptops" || exit 1
holds demo__makes__two_townships [ "$(ls -d ????????? | wc -l)" -eq 2 ]
holds demo__makes__eight_laptops [ "$(ls | wc -l)" -eq 8 ]
for township in ?????????; do
	holds "township__shows__what_the_county_shows_$township" same "$township" "$county" "$township/$township.louce"
	for village in "$township"???; do
		holds "village__shows__what_township_and_county_show_$village" same "$village" "$county" "$township/$township.louce" \
			"$village/$village.louce"
	done
done
set -- ?????????
holds areas__differ__from_each_other [ "$(hash_of "$county" "$1")" != "$(hash_of "$county" "$2")" ]

# The county's receipts have come back: the village sees that its houses arrived.
for village in ????????????; do
	root=$(sqlite3 "$village/$village.louce" "SELECT lower(hex(root)) FROM building WHERE division = '$village' LIMIT 1")
	"$louce" history "$root" -w "$village/$village.louce" >"$work/out" 2>&1
	holds "village__sees__that_the_county_has_it_$village" grep -q "^the county has all of it" "$work/out"
done

# Every stick once more, to everybody it went to: nothing changes but which trailer of each laptop came last, and after the same sticks in the
# same order it is the same one.
all_but_trailers() { sqlite3 "$1" .dump | grep -v '^INSERT INTO ack '; }
trailers() { sqlite3 "$1" 'SELECT quote(author), quote(device), body, quote(sig) FROM ack ORDER BY author, device'; }
same_as_before() { all_but_trailers "$1" | cmp -s - "$work/before"; }
same_trailers() { trailers "$1" | cmp -s - "$work/trailers"; }
all_but_trailers "$county" >"$work/before"
"$louce" import -w "$county" ../stick/*.louce --json >"$work/out" 2>&1
holds import__takes__every_stick_again [ $? -eq 0 ]
holds import__finds__nothing_new grep -q '"new":0,"refused_files":0,"unread_files":0' "$work/out"
holds county__is__the_same_row_for_row same_as_before "$county"
trailers "$county" >"$work/trailers"
# shellcheck disable=SC2046 # hundreds of names
"$louce" import -w "$county" $(for i in $(seq 10); do echo ../stick/*.louce; done) --json >"$work/out" 2>&1
holds import__takes__hundreds_in_one_call [ $? -eq 0 ]
holds county__keeps__the_same_trailers same_trailers "$county"
holds import__reports__each_of_them [ "$(grep -o '"path":' "$work/out" | wc -l)" -eq $(($(ls ../stick/*.louce | wc -l) * 10)) ]
last=$(ls ../stick/*.louce | tail -n 1)
sqlite3 "$county" .dump >"$work/before"
does import__takes__the_stick_that_came_last_again "$louce" import -w "$county" "$last" --json
holds county__changes_no_row__for_the_stick_that_came_last [ "$(sqlite3 "$county" .dump | cmp - "$work/before" 2>&1)" = "" ]
for code in *; do
	file="$code/$code.louce"
	all_but_trailers "$file" >"$work/before"
	trailers "$file" >"$work/trailers"
	"$louce" import -w "$file" "../stick/to-$code.louce" "../stick/again-to-$code.louce" --json >"$work/out" 2>&1
	holds "laptop__is__the_same_row_for_row_$code" same_as_before "$file"
	holds "laptop__keeps__the_same_trailers_$code" same_trailers "$file"
done

# What is private: owners' names, numbers, phones, positions, as an officer of the county reads them.
people() { "$louce" key requests -w "$county" --json | sed 's/},{/}\n{/g'; }
people | sed -n 's/.*"name":"\([^"]*\)".*/\1/p' | sort -u >"$work/officials"
officer=$(LOUCE_WORKSPACE="$county" holder county_officer 451224)
as_officer() { "$louce" "$@" -w "$county" --as "$officer" --passphrase-file "$work/pass"; }
as_officer list --show owner_name,owner_id,owner_phone,location --format csv 2>"$work/out" | sed '1d; /^$/,$d' | tr , '\n' | grep . | sort -u >"$work/private"
holds private_values__are_read__by_who_may [ "$(wc -l <"$work/private")" -ge 200 ]
# An official may have an owner's name, and stands openly in his credential.
comm -23 "$work/private" "$work/officials" >"$work/sought"
grep -aFl -f "$work/sought" ../stick/*.louce ../county.louce ../county.louce.local */*.louce >"$work/out"
holds files__hold__nothing_private_in_clear [ ! -s "$work/out" ]
# ... and what is looked for can be found
head -n 1 "$work/sought" >"$work/clear"
holds search__finds__what_is_in_clear grep -aFq -f "$work/sought" "$work/clear"

# A pipe instead of a stick, both ends at once.
mkdir "$work/far" && "$louce" init device "$work/far/w.louce" --empty >/dev/null
{ as_officer export - 2>"$work/sent"; echo $? >"$work/code"; } |
	"$louce" import - -w "$work/far/w.louce" >"$work/out" 2>&1
holds pipe__is_taken_in__whole [ $? -eq 0 ]
holds pipe__is_written__to_its_end [ "$(cat "$work/code")" -eq 0 ]
holds pipe__says__what_it_carried grep -q "standard output: [0-9]* houses, [0-9]* steps" "$work/sent"
holds far_end__shows__the_same_state same "" "$county" "$work/far/w.louce"
{ as_officer export - 2>/dev/null | head -c 100000; } |
	"$louce" import - -w "$work/far/w.louce" >"$work/out" 2>&1
holds pipe__is_refused__when_its_end_is_missing [ $? -eq 3 ]
echo "1..$n"
