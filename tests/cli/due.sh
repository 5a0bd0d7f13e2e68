#!/bin/sh
# Which houses owe which form by when: asked by the day, overdue ones first, kept nowhere. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 20 --seed ui --single
day() { LOUCE_CLOCK=$(date -u -d "$1 12:00" +%s); }
houses=$("$louce" status | sed -n 's/^\([0-9]*\) buildings.*/\1/p')
# Before its registration a house owes nothing else: whether the forms behind it are called for is not known yet.
waiting=$("$louce" status --list --json | tr '{' '\n' | grep -c '"name":"registration"')
back=$("$louce" status --list --json | tr '{' '\n' | grep -c '"task":"returned"') # all for something in their registration
day 2022-09-06
"$louce" due >"$work/before"
code=$?
holds due__finds__houses_that_wait_for_a_form test "$waiting" -gt 0
holds due__is_done__while_there_is_time test $code -eq 0
holds due__names__every_form_that_a_house_waits_for test "$(grep -c ' Registration: in 10 days$' "$work/before")" -eq $((waiting + back))
holds due__names__what_was_given_back test "$back" -gt 0
holds due__leaves_out__houses_where_it_stands test "$(grep -c ' Registration: ' "$work/before")" -lt "$houses"
hash=$("$louce" status)
day 2022-09-17
refuses due__is_overdue__a_day_later 1 'overdue by 1 day' "$louce" due
holds due__changes__no_state test "$hash" = "$("$louce" status)"
holds due__gives_json__with_the_deadline sh -c "'$louce' due --json | grep -q '\"deadline\":\"recheck\",\"date\":\"2022-09-16\",\"days\":-1'"
signing=$("$louce" status --list --json | tr '{' '\n' | grep -c '"task":"sign"')
holds due__names__who_must_sign_next test "$(grep -c '\]  signature of .*: in 10 days$' "$work/before")" -eq "$signing"
holds due__gives_json__of_a_level sh -c "'$louce' due --json | grep -q '\"chain\":\"survey\",\"level\":\"team\",\"deadline\":\"recheck\",\"date\":\"2022-09-16\",\"days\":-1,\"by\":.\"inspector\".'"
# The order in which work is told is one for all: what is past its day, then what was found at the house as the pack lists it, then the day.
in_order() {
	tr '{' '\n' | awk -F'"' '/"building"/ {
		summary = "9"; days = 0
		for (i = 1; i < NF; i++) { if ($i == "summary") summary = $(i + 2); if ($i == "days") { days = substr($(i + 1), 2) + 0 } }
		key = sprintf("%d %s %08d", days < 0 ? 0 : 1, summary, days + 100000)
		if (key < last) { print last " before " key; bad = 1 }
		last = key; kinds += !found[summary]++
	} END { exit bad || kinds < 3 }'
}
"$louce" due --json >"$work/ordered"
order_holds() { in_order <"$work/ordered"; }
holds due__stand__first_past_their_day_then_by_what_was_found order_holds
holds due__says__what_was_found_at_a_house grep -q ' (Severe hazard)  \[' "$work/before"
holds due__says__who_owes_it grep -q '\[.*inspector\]  Registration: in 10 days$' "$work/before"
"$louce" due --role township_head >"$work/heads"
holds due__of_a_role__is_what_its_holders_owe test "$(grep -c 'signature of Head of the township' "$work/heads")" -eq "$(wc -l <"$work/heads")"
refuses due__refuses__a_role_that_is_none 3 'there is no role "mayor"' "$louce" due --role mayor
day 2022-09-16
"$louce" report overdue --format csv >"$work/r16"
day 2022-09-17
"$louce" report overdue --format csv >"$work/r17"
"$louce" report overdue --date 2022-10-16 --format csv >"$work/later"
sum() { awk -F, -v c="$2" '/^$/ {exit} NR > 1 && $1 != "Donglan County" {n += $c} END {print n + 0}' "$1"; }
holds report__counts_as_overdue__nothing_on_the_day_itself test "$(sum "$work/r16" 3)-$(sum "$work/r16" 5)-$(sum "$work/r16" 6)" = 0-0-0
holds report__counts_as_overdue__what_is_past_on_the_day_asked_for test "$(sum "$work/r17" 5)" -eq "$signing"
holds report__counts__by_a_day_to_come test "$(sum "$work/later" 5)" -ge "$signing"
holds report__reads__the_day_of_this_run "$louce" report overdue --today 2022-09-18 --confirm-today
keeps_from report__keeps__no_day 'as of 2022-09-18$' "$louce" report overdue
holds report__says__of_which_day_it_is sh -c "'$louce' report overdue --date 2022-10-16 | grep -q 'as of 2022-10-16$'"
refuses report__refuses__a_day_where_it_counts_by_none 3 'asks for no day: name none' "$louce" report annex1 --date 2022-10-16
refuses report__refuses__a_past_day_of_which_no_receipt_tells 3 'no county receipt of 2022-09-16 or before is here' "$louce" report overdue --date 2022-09-16
"$louce" due --date 2022-09-06 >"$work/asked"
holds due__of_a_day__is_as_on_that_day cmp "$work/before" "$work/asked"
for meant in 20220906 2022/9/6 2022年9月6日 ２０２２．９．６ 9-6; do # with the year of the clock where none is named
	"$louce" due --date "$meant" >"$work/asked"
	holds "due__of_a_day__takes_it_as_people_write_it__$meant" cmp "$work/before" "$work/asked"
done
for meant in 20221016 2022年10月16日; do
	holds "report__takes__the_day_as_people_write_it__$meant" sh -c "'$louce' report overdue --date $meant | grep -q 'as of 2022-10-16$'"
done
refuses due__of_a_day__changes_no_later_day 1 'overdue by 1 day' "$louce" due
refuses due__refuses__a_day_that_is_none 3 '2022-02-30' "$louce" due --date 2022-02-30
refuses report__refuses__a_day_that_is_none 3 'is no date' "$louce" report overdue --date 2022-02-30
place=$(sed -n '1s/^[^ ]*  [^ ]*  \([0-9]*\) .*/\1/p' "$work/before")
"$louce" due --area "$place" >"$work/there"
holds due__of_an_area__is_of_that_area_only test "$(grep -c "  $place  " "$work/there")" -eq "$(wc -l <"$work/there")"
refuses due__refuses__an_area_that_is_none 3 'is no area of this county' "$louce" due --area 999999
refuses due__refuses__digits_of_no_level 3 'is no area of this county' "$louce" due --area 4512241

# A later pack asks for a visit of every house by another day.
mkdir "$work/forms"
cp "$LOUCE_DATADIR"/forms/*.yaml "$LOUCE_DATADIR"/forms/*.csv "$work/forms/"
. "${LOUCE_SRC:-.}/tests/support/survey.sh"
survey_alone "$work/forms"
cat >"$work/forms/check_back.yaml" <<'V'
form: check_back
label: {zh: 回访, en: Visit}
by: [inspector]
after: [listing]
due: control
fields:
  - name: check_back_note
    type: text
    label: {zh: 说明, en: Note}
V
cat >"$work/forms/look_again.yaml" <<'V'
form: look_again
label: {zh: 再访, en: Second visit}
by: [inspector]
after: [listing]
due: "min(days_after(survey_date, 47), deadline('plan'))"
fields:
  - name: look_again_note
    type: text
    label: {zh: 说明, en: Note}
V
sed -i 's/^version: .*/version: 99/; s/^forms: \[listing/&, check_back, look_again/' "$work/forms/pack.yaml"
as 李金花 forms publish "$work/forms" --yes >"$work/published" 2>&1
does forms__publishes__a_pack_with_a_form_and_its_deadline as 黄秀英 endorse "$(sed -n 's/.*endorse \([0-9a-f]*\) .*/\1/p' "$work/published")" --yes
day 2022-09-20
"$louce" due >"$work/two"
holds due__names__every_house_of_the_new_form test "$(grep -c 'Visit: in 5 days' "$work/two")" -eq "$houses"
# Only a house that was surveyed has the day that follows from its survey.
surveyed=$((houses - waiting))
holds due__follows__the_house_s_own_day test "$(grep -c 'Second visit: ' "$work/two")" -eq "$surveyed"
holds due__takes__the_earlier_of_two_days test "$(grep -c '^2022-09-30 .* Second visit: in 10 days$' "$work/two")" -gt 0 -a "$(grep -c '^2022-09-2. .* Second visit: in . days$' "$work/two")" -gt 0
holds due__puts_first__what_is_overdue awk '/: overdue by 4 days/ { if (later) exit 1; past++; next } { later = 1 } END { exit past < '"$waiting"' }' "$work/two"

# A pack with a case: a hazard asks for control, and then for its end.
cat >"$work/forms/guard.yaml" <<'V'
form: guard
label: {zh: 管控, en: Control}
by: [inspector]
repeat: true
due: control
fields:
  - name: guard_words
    type: text
    label: {zh: 措施, en: Measures}
V
sed 's/guard/ending/g; s/管控/销号/; s/Control/Closure/; s/^due: control/due: plan/' "$work/forms/guard.yaml" >"$work/forms/ending.yaml"
sed -i 's/^version: .*/version: 100/; s/^forms: \[listing/&, guard, ending/' "$work/forms/pack.yaml"
sed -i '/^deadlines:/i\
  - {chain: controls, label: {zh: 管控, en: Control}, each: guard, levels: [{level: clerk, label: {zh: 乡镇, en: Clerk}, by: [township_clerk], due: control}]}\
  - {chain: ends, label: {zh: 销号, en: Strike off}, each: ending, levels: [{level: office, label: {zh: 县, en: Office}, by: [county_officer], due: plan}]}\
cases:\
  - {case: danger, label: {zh: 隐患, en: Danger}, opens: hazard, of: [classification], same: [conclusion], stages: [{form: guard}], closes: ending}\
' "$work/forms/pack.yaml"
as 李金花 forms publish "$work/forms" --yes >"$work/published" 2>&1
does forms__publishes__a_pack_with_a_case as 黄秀英 endorse "$(sed -n 's/.*endorse \([0-9a-f]*\) .*/\1/p' "$work/published")" --yes
"$louce" due >"$work/three"
grep -c 'Control (Danger): in 5 days$' "$work/three" >"$work/n"
holds due__names__the_next_act_of_every_open_case test "$(cat "$work/n")" -gt 0
house=$(sed -n 's/^[^ ]*  \([0-9a-f]*\)  .*Control (Danger).*/\1/p' "$work/three" | head -n 1)
holds due__gives_json__with_the_case sh -c "'$louce' due --json | grep -q '\"form\":\"guard\",\"case\":\"danger\"'"
echo '{"guard_words":"停止使用"}' >"$work/guard.json"
does fill__begins__the_stage_of_the_case as 杨德胜 fill "$house" guard --data "$work/guard.json"
"$louce" due >"$work/four"
holds due__names__who_signs_the_stage grep -q "^2022-09-25  $house .*\[Township clerk\]  signature of Clerk (Danger): in 5 days$" "$work/four"
does verify__finds__the_days_as_the_steps_give_them "$louce" verify "$LOUCE_WORKSPACE"

slot=$("$louce" due --json | tr '{' '\n' | sed -n 's/.*"level":"clerk".*"root":"\([0-9a-f]*\)".*/\1/p')
does sign__takes__the_stage as 黄丽萍 sign controls:clerk "$house/$slot"
holds due__names__the_end_of_the_case sh -c "'$louce' due | grep -q '^2022-09-30  $house .*Closure (Danger): in 10 days\$'"
tap_end
