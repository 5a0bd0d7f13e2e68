#!/bin/sh
# Divisions that get another number: a pack says what each became, houses stand under that, and nothing signed falls. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 20 --seed ui --single
old=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT division FROM building GROUP BY division ORDER BY count(*) DESC LIMIT 1")
new=${old%???}988
officer=$(holder county_officer)
secretary=$(holder village_secretary "$old")
houses=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building WHERE division = '$old'")
state() { "$louce" status --area "$1" | sed -n 's/.*state hash //p'; }
signed() { "$louce" status | grep 'signed up to'; }
in_roster() { "$louce" report roster --format csv | grep -c "$1"; }
# fresh: the campaign's pack as version 2
fresh() {
	rm -rf "$work/forms" && cp -r "$LOUCE_DATADIR/forms" "$work/forms" && chmod -R u+w "$work/forms"
	sed -i 's/^version: .*/version: 2/' "$work/forms/pack.yaml"
}
checks_not() { refuses "$1" 3 "$2" "$louce" forms check "$work/forms"; }
name=$(sed -n "s/^$old,\([^,]*\),.*/\1/p" "$LOUCE_DATADIR/forms/divisions.csv")

# ---- refused
fresh
sed -i "s/^$old,/$new,/" "$work/forms/divisions.csv"
refuses forms__are_refused__without_a_village_of_before 3 "no longer has $old $name of version 1" as "$officer" forms publish "$work/forms" --yes
fresh
sed -i "s/^\($old,.*\)/\1,$new/" "$work/forms/divisions.csv"
checks_not forms__are_refused__with_a_village_that_became_none "\"$new\" is no division of the level of \"$old\""
fresh
sed -i "s/^\($old,.*\)/\1,$(echo "$old" | cut -c1-9)000/" "$work/forms/divisions.csv"
checks_not forms__are_refused__with_a_village_that_became_a_township "is no division of the level of"
fresh
sed -i "s/^\($old,.*\)/\1,$new\n$new,新村,village,$(echo "$old" | cut -c1-9)000,$old/" "$work/forms/divisions.csv"
checks_not forms__are_refused__in_a_circle "leads back to it"
fresh
sed -i "s/^\($old,.*\)/\1,$old/" "$work/forms/divisions.csv"
checks_not forms__are_refused__with_a_village_that_became_itself "leads back to it"
fresh
township=$(echo "$old" | cut -c1-9)000
neighbour=$(grep ',township,' "$LOUCE_DATADIR/forms/divisions.csv" | grep -v "^$township," | head -1 | cut -d, -f1)
sed -i "s/^\($township,.*\)/\1,$neighbour/" "$work/forms/divisions.csv"
checks_not forms__are_refused__with_a_village_left_in_a_township_that_became_another "\"$old\" is there still, but \"$township\", in which it lies, became another"

fresh
sed -i "s/^label: .*/label: {zh: 走访登记, en: Calls}/" "$work/forms/visit.yaml"
sed -i "s/^label: .*/label: {zh: 巡查登记, en: Rounds}/" "$work/forms/patrol.yaml"
refuses forms__are_not_published__with_other_names__before_that_is_agreed_to 3 'nothing was done' as "$officer" forms publish "$work/forms"
holds other_names__are_told__a_line_each test "$(grep -cE '^- the form ".*" becomes "(Calls|Rounds)"$' "$work/out")" -eq 2

# A question of rows is asked where there is a row, and one in a group where that applies.
fresh
asked='type: boolean, required: true, label: {zh: 是否两人同看'
sed -i "s/^\( *\)- name: finding_photo\$/\1- {name: seen_twice, $asked, en: Seen by two}}\n&/" "$work/forms/classification.yaml"
sed -i "s/^\( *\)- name: floors_main\$/\1- {name: counted_twice, $asked, en: Counted by two}}\n&/" "$work/forms/registration.yaml"
as "$officer" forms publish "$work/forms" >"$work/out" 2>&1
holds added_question__of_a_row__is_asked_where_there_is_one grep -q '": Seen by two ([0-9]* houses, where it applies)$' "$work/out"
holds added_question__of_a_group__is_asked_where_that_applies grep -q '": Counted by two ([0-9]* houses, where it applies)$' "$work/out"

# ---- over two stations
before=$(signed)
holds roster__has__the_village_s_houses test "$(in_roster "$name")" -eq "$houses"
fresh
middle=${old%???}987
echo '{"lv_day":"2022-08-20","lv_leader":"黄副县长","lv_problem":"无人机照片缺","lv_solver":"住建局","lv_by":"2022-08-25"}' >"$work/leader.json"
as "$officer" fill "$old" leader_visit --data "$work/leader.json" >/dev/null 2>&1
sed -i "s/^\($old,.*\)/\1,$middle\n$middle,中间村,village,$township,$new\n$new,新金谷社区,village,$township/" "$work/forms/divisions.csv"
does forms__are_in_order__with_a_village_that_became_another "$louce" forms check "$work/forms"
as 李金花 forms publish "$work/forms" --yes >"$work/published" 2>&1
does forms__are_endorsed as 黄秀英 endorse "$(sed -n 's/.*endorse \([0-9a-f]*\) .*/\1/p' "$work/published")" --yes
holds forms__are_in_force test "$("$louce" report roster --format csv | grep -c ',新金谷社区,')" -eq "$houses"
holds roster__has__no_house_under_the_old_name test "$(in_roster "$name")" -eq 0
holds report__of_the_old_number__is_that_of_the_new test "$("$louce" report roster --area "$old" --format csv | grep -c ',新金谷社区,')" -eq "$houses"
holds report__of_the_new_number__has_the_houses test "$("$louce" report roster --area "$new" --format csv | grep -c ',新金谷社区,')" -eq "$houses"
holds report__of_visits__has_them_under_the_new_name sh -c "'$louce' report leader_visits --area '$old' --format csv | grep -q '^新金谷社区,2022-08-20,'"
holds signatures__stand__as_before test "$before" = "$(signed)"
# An area is everywhere the houses that are counted in it now, by whichever digits it is named.
for what in status due check manifest; do
	for area in "$old" "$new"; do "$louce" $what --area "$area" >"$work/$what-$area" 2>"$work/said-$area"; done
	"$louce" $what --area "${old%???}" >/dev/null 2>"$work/said"
	holds "${what}__of_the_old_number__is_that_of_the_new" cmp -s "$work/$what-$old" "$work/$what-$new"
	holds "${what}__of_the_new_number__has_the_houses" test "$(grep -c . "$work/$what-$new")" -gt 1
	holds "${what}__says__what_the_old_number_is_now" test "$(cat "$work/said-$old")" = "louce: $old is $new 金谷乡新金谷社区 now: this is of that"
	holds "${what}__says_nothing_of_it__elsewhere" test ! -s "$work/said-$new" -a ! -s "$work/said"
done
holds status__counts__the_houses_under_the_new_number grep -q "^$houses buildings" "$work/status-$new"
holds houses__keep__their_code test "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building WHERE division = '$old'")" -eq "$houses"
holds manifest__calls__the_village_by_its_new_name sh -c "'$louce' manifest --area '$old' | grep -q '^$old  .*新金谷社区'"
does verify__finds__all_in_order "$louce" verify "$LOUCE_WORKSPACE"
echo "{\"village\":\"$old\",\"group_name\":\"新屯\",\"road\":\"无\",\"owner_name\":\"韦小芳\"}" >"$work/new.json"
refuses house__is_not_listed__in_a_village_that_is_no_more 3 "$old is no more: a new house is listed in $new" \
	as "$(holder inspector "$old")" fill --new listing --data "$work/new.json"
house=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division = '$old' LIMIT 1")
refuses house__does_not_move__into_what_its_village_became 3 "stands in this village already" as "$officer" move "$house" "$new" --reason 村界
elsewhere=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division <> '$old' LIMIT 1")
refuses house__does_not_move__into_a_village_that_is_no_more 3 "$old is no more: a new house is listed in $new" as "$officer" move "$elsewhere" "$old" --reason 村界
echo '{"visited_on":"2022-08-30","visit_met":"1","visit_phone":"2","visit_danger":false}' >"$work/visit.json"
does house__is_filled__by_who_had_the_old_number as "$(holder inspector "$old")" fill "$house" visit --data "$work/visit.json"

# ---- a township with all its villages
printf '{"event_on":"2022-08-30","event_kind":"1","event_hours":24,"event_places":[{"event_township":"%s"}]}' "$township" >"$work/event.json"
does event__is_signed__of_the_old_township as "$officer" fill "$(echo "$old" | cut -c1-6)" event --data "$work/event.json"
rows() { "$louce" report "$1" --area "$2" --format csv | grep -c ,; }
annex() { "$louce" report annex1 --format csv | sed -n "s/^[0-9]*,$1,//p"; }
line=$(annex "$(sed -n "s/^$township,\([^,]*\),.*/\1/p" "$LOUCE_DATADIR/forms/divisions.csv")")
all=$(rows roster "${township%000}")
patrols=$(rows event_patrols "${township%000}")
moved=$(echo "$township" | cut -c1-6)988
# ... and two villages of two other townships become one of a third
one=451224104201 two=451224101202 both=451224100999
sed -i 's/^version: .*/version: 3/' "$work/forms/pack.yaml"
awk -F, -v from="$township" -v to="$moved" -v one="$one" -v two="$two" -v both="$both" '
	$1 == from { print $0 "," to "000"; print to "000,新镇,township," $4; next }
	$1 == one || $1 == two { print $0 "," both; if ($1 == one) print both ",合并社区,village," substr(both, 1, 9) "000"; next }
	substr($1, 1, 9) == substr(from, 1, 9) && $5 == "" { now = to substr($1, 10); print $0 "," now; print now "," $2 ",village," to "000"; next }
	{ print }' "$work/forms/divisions.csv" >"$work/divisions" && cp "$work/divisions" "$work/forms/divisions.csv"
as 李金花 forms publish "$work/forms" --yes >"$work/published" 2>&1
does forms__are_endorsed__with_a_township_that_became_another as 黄秀英 endorse "$(sed -n 's/.*endorse \([0-9a-f]*\) .*/\1/p' "$work/published")" --yes
holds roster__has__the_township_s_houses_under_the_new_one test "$all" -gt 2 -a "$(rows roster "$moved")" -eq "$all"
holds annex__has__the_township_s_line_under_its_new_name test -n "$line" -a "$(annex 新镇)" = "$line"
holds patrols__are_wanted__where_the_event_was test "$patrols" -gt 2 -a "$(rows event_patrols "$moved")" -eq "$patrols"

# ---- each count, of the county and of its townships
buildings() { "$louce" status --area "$1" --json 2>/dev/null | sed 's/.*"buildings":\([0-9]*\),"signed_by_all.*/\1/'; }
named() { grep -o "\"$1\"" | wc -l; }
# counts AREA: houses by status, list, report, manifest, dump and rows of status; rows of due and of check, of all and of one rule.
counts() {
	echo "$(buildings "$1") $("$louce" list --area "$1" --format csv | grep -c '^YS') $("$louce" report roster --area "$1" --format csv | grep -c '^YS')" \
		"$("$louce" manifest --area "$1" --json | grep -o '"houses":[0-9]*' | cut -d: -f2 | paste -sd+ | bc)" \
		"$("$louce" dump --area "$1" --format csv | tail -n +2 | wc -l) $("$louce" status --area "$1" --list --json | named building)" \
		"$("$louce" due --area "$1" --json | named building) $("$louce" check --area "$1" --json | named rule)" \
		"$("$louce" check --area "$1" --rule QR-12 --list | wc -l)"
}
counts "" >"$work/county"
for area in 451224100 451224101 "$moved"; do counts "$area"; done >"$work/townships"
awk '{ for (i = 1; i <= NF; i++) s[i] += $i } END { for (i = 1; i <= NF; i++) printf "%s%d", (i > 1 ? " " : ""), s[i]; print "" }' "$work/townships" >"$work/sums"
cat "$work/county" "$work/townships" >"$work/out"
holds counts__of_the_townships__are_the_county_s__everywhere cmp -s "$work/county" "$work/sums"
holds counts__are_some__everywhere test -z "$(grep -wE '0' "$work/county")"
holds counts__of_houses__are_one__everywhere test -z "$(awk '$1 != $2 || $1 != $3 || $1 != $4 || $1 != $5 || $1 != $6' "$work/county" "$work/townships")"
holds status__has__both_villages_under_the_new_one test "$(buildings "$both")" -eq 2
holds status__has__no_house__where_the_only_one_went_away test "$(buildings "${one%???}")" -eq 0
holds status__of_either__is_that_of_both test "$(state "$one")" = "$(state "$both")" -a "$(state "$two")" = "$(state "$both")"
holds state__is_another__than_of_no_house test "$(state "$both")" != "$(state "${one%???}")"
"$louce" manifest --area "$both" >"$work/out"
holds manifests__stay_apart__by_the_villages_of_before test "$(grep -cE "^($one|$two)  .*合并社区 \(was .*: 1 house," "$work/out")" -eq 2
"$louce" key new 谢文军 --new-passphrase-file "$work/pass" >"$work/out" 2>&1
"$louce" request 谢文军 --role village_secretary --area "$both" --area "$one" --area "$two" --passphrase-file "$work/pass" >"$work/out" 2>&1
as 李金花 issue "$(sed -nE 's/^    (([0-9a-f]{4} ){7}[0-9a-f]{4}).*/\1/p' "$work/out" | head -1)" --sure >"$work/out" 2>&1
refuses manifest__is_not_signed__of_what_they_became 3 "a manifest is signed for each village that is part of it now, $two, $one" as 谢文军 manifest "$both"
house=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division = '$one'")
other=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division = '$two'")
"$louce" manifest "$both" >"$work/out"
reason=$(sed -n "s/^    \($(echo "$house" | cut -c1-12)\) .*/--missing \1=1/p" "$work/out")
# shellcheck disable=SC2086
does manifest__is_signed__of_a_village_of_before as 谢文军 manifest "$one" $reason
holds manifest__is_of__that_village_alone test "$("$louce" manifest --area "$both" --json | grep -o '"standing":"[a-z]*"' | sort | paste -sd' ')" = '"standing":"none" "standing":"stands"'
"$louce" dump --area "$both" --format jsonl >"$work/dump"
holds dump__has__the_steps_of_both test "$(grep '"table":"steps"' "$work/dump" | grep -cE "\"building\":\"($house|$other)\"")" -eq "$(grep '"table":"steps"' "$work/dump" | grep -c '"building":"[0-9a-f]')"
holds dump__has__steps_of_each sh -c "grep '\"table\":\"steps\"' '$work/dump' | grep -q $house && grep '\"table\":\"steps\"' '$work/dump' | grep -q $other"
does file__is_written__of_the_area as 李金花 export "$work/both.lou" --area "$both"
holds file__has__the_houses_of_both test "$(sqlite3 "$work/both.lou" "SELECT count(*) FROM step WHERE lower(hex(id)) IN ('$house', '$other')")" -eq 2
does verify__finds__all_in_order__of_both "$louce" verify "$LOUCE_WORKSPACE"

# ---- the state hashes, read a second time
for python in python3 /usr/bin/python3 ''; do "${python:-true}" -c 'import nacl, yaml' 2>/dev/null && break; done
if [ -n "$python" ]; then
	PYTHONDONTWRITEBYTECODE=1 "$python" "${LOUCE_SRC:-.}/tests/second/second.py" "$LOUCE_WORKSPACE" --area "$both,$one,${one%???},$moved" >"$work/out" 2>&1
	for area in "$both" "$one" "${one%???}" "$moved"; do
		holds "state_hash__agrees__with_a_second_reading_$area" grep -q "^area $area $("$louce" status --area "$area" --json 2>/dev/null | sed 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/')$" "$work/out"
	done
fi
tap_end
