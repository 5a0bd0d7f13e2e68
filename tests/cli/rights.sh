#!/bin/sh
# A person with several rights on one key, and a pack that names others for a level: an act is signed under the right that fits its role and its
# place. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 40 --seed ui --single
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
# waits VILLAGE LEVEL: a house there that waits for the level
waits() { sql "SELECT lower(hex(root)) FROM building WHERE division = '$1' AND task = 'sign' AND task_name = '$2' LIMIT 1"; }
newest() { sql 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1'; }
signed_levels() { "$louce" history "$1" --json | sed -n 's/.*"signed_levels":\([0-9]*\).*/\1/p'; }
here=451224204201 there=451224201201
secretary=$(holder village_secretary $here)
officer=$(holder county_officer 451224)

# ---- the same role in another village
"$louce" request "$secretary" --role village_secretary --area $there --portable --passphrase-file "$work/pass" >"$work/out" 2>&1
code=$("$louce" key requests | grep -oE '^([0-9a-f]{4} ){7}[0-9a-f]{4}')
does issue__gives__a_second_right as "$officer" issue "$code" --sure
holds issue__says__where_it_may_be_used grep -qx "  signs on any laptop, with a key on a stick" "$work/out"
right=$(sql "SELECT lower(hex(id)) FROM step WHERE body ->> 'kind' = 'credential' ORDER BY n DESC LIMIT 1")
house=$(waits $there village) own=$(waits $here village)
does sign__is_done__under_the_right_of_the_place as "$secretary" sign village "$house"
sign=$(newest)
holds signature__names__that_right test "$(sql "SELECT body ->> 'author' FROM step ORDER BY n DESC LIMIT 1")" = "$right"
holds signature__counts__there test "$(signed_levels "$house")" = 2
does withdraw__is_done__under_the_right_it_was_signed_with as "$secretary" withdraw "$sign"
holds withdrawal__names__that_right test "$(sql "SELECT body ->> 'author' FROM step ORDER BY n DESC LIMIT 1")" = "$right"
holds withdrawal__counts__there test "$(signed_levels "$house")" = 1
as "$secretary" export "$work/two.louce" --to "$secretary" >/dev/null 2>&1
does sign__is_done__in_both_villages_at_once as "$secretary" sign village "$own" "$house"
holds signatures__count__in_both_villages [ "$(signed_levels "$own") $(signed_levels "$house")" = "2 2" ]
holds signatures__name__the_right_of_each_village [ "$(sql "SELECT group_concat(body ->> 'area' || ' ' || (body ->> 'author' = '$right'), ' ')
	FROM (SELECT body FROM (SELECT body FROM step WHERE body ->> 'kind' = 'signoff' ORDER BY n DESC LIMIT 2) ORDER BY body ->> 'area')")" = \
	"$there 1 $here 0" ]
refuses sign__refuses__what_stands_signed_by_oneself 3 'you signed this level already, by the sign-off' \
	as "$secretary" sign village "$house"

# ---- the same was signed on another laptop, which had not heard of it: what is withdrawn stays signed, and says by which sign-off
elsewhere() { LOUCE_HOME="$work/other" LOUCE_WORKSPACE="$work/other.louce" "$@"; }
mkdir -p "$work/other" && cp -r "$LOUCE_HOME/keys" "$work/other/"
elsewhere "$louce" init device "$work/other.louce" "$work/two.louce" >/dev/null 2>&1
does sign__is_done__on_the_other_laptop elsewhere as "$secretary" sign village "$house"
elsewhere as "$secretary" export "$work/back.louce" --to county_officer >/dev/null 2>&1
"$louce" import "$work/back.louce" >/dev/null 2>&1
theirs=$(newest)
does withdraw__of_one_of_two as "$secretary" withdraw "$theirs"
holds withdrawal__says__what_stays_signed grep -qx "The same stays signed by other sign-offs of yours, which are withdrawn each by itself: $(sql "SELECT lower(hex(id)) FROM step
	WHERE body ->> 'kind' = 'signoff' AND body ->> 'author' = '$right' ORDER BY n DESC LIMIT 1 OFFSET 1" | cut -c 1-8)\." "$work/out"
holds level__stays__signed [ "$(signed_levels "$house")" = 2 ]
refuses withdraw__refuses__another_person 3 'only by who signed it' as "$officer" withdraw "$(newest)"

# ---- an officer of a department answers what was referred to it, for no other department, and signs nothing else; while he has his day it is nobody else's
printf 'demo\n' >"$work/new"
"$louce" key new Amtmann --new-passphrase-file "$work/new" >/dev/null 2>&1
"$louce" request Amtmann --role dept_scjg --area 451224204 --passphrase-file "$work/new" >"$work/out" 2>&1
as "$officer" issue "$(sed -nE 's/^    (([0-9a-f]{4} ){7}[0-9a-f]{4}).*/\1/p' "$work/out" | head -1)" --sure >"$work/out" 2>&1
holds department__has__an_officer grep -q '^Issued: ' "$work/out"
clerk=$(holder township_clerk 451224204)
referred=$(sql "SELECT lower(hex(g.root)) FROM building g JOIN value_registration r USING (building) WHERE g.division = '$here' AND r.use_class = '1' LIMIT 1")
tell() { # WHO FORM VALUES: fills the form of the house that is referred
	echo "$3" >"$work/data.json"
	as "$1" fill "$referred" "$2" --data "$work/data.json"
}
owed() { "$louce" due --area $here --role "${1:-dept_scjg}"; }
owes() { owed "$1" | grep -F "$(echo "$referred" | cut -c1-12)" | grep -qE "$2"; } # ROLE WHAT
letter='{"ref_dept":"4","ref_asks":["3"],"ref_words":"无证经营","ref_no":"移1","ref_date":"2022-08-20","ref_until":"2022-09-05"}'
reply() { echo "{\"reply_done\":\"$2\",\"reply_words\":\"已到场核查\",\"reply_date\":\"$3\"${4-}}"; } # in the department's own name: it is asked for no paper
paper() { reply "$1" "$2" "$3" ",\"reply_no\":\"函$1\",\"_reasons\":[{\"rule\":\"QR-94\",\"reason\":\"3\"}]$4"; } # keyed in by the clerk
refuses reply__is_refused__before_any_letter 3 'does not ask for "A department' tell "$clerk" dept_reply "$(paper 0 1 2022-08-31 '')"
refuses sent_back__is_refused__where_nothing_was 3 'does not ask for "Sent back' tell "$clerk" sent_back '{"back_why":"乡镇自行处理"}'
refuses referral__is_refused__by_the_department 3 'is signed by Township clerk' tell Amtmann referral "$letter"
does referral__is_sent__by_the_clerk tell "$clerk" referral "$letter"
does referral__is_sent__to_a_second_department tell "$clerk" referral "$(echo "$letter" | sed 's/"4"/"2"/; s/-20/-21/; s/-05/-07/')"
holds department__owes__its_reply owes dept_scjg "^2022-09-05 .*\[Officer of a department: market regulation\]  A department's reply \(Market regulation\): in 4 days"
# The officer goes to the house: the letter opens its road and its door to him, under a key of its own, and nothing else that is private.
line() { as "$1" due --role "$2" --area $here | grep -F "$(echo "$referred" | cut -c1-12)"; } # WHO ROLE: what the house is called
comes() { # NAME ROLE: an officer of a department
	"$louce" key new "$1" --new-passphrase-file "$work/new" >/dev/null 2>&1
	"$louce" request "$1" --role "$2" --area 451224204 --passphrase-file "$work/new" >"$work/out" 2>&1
	as "$officer" issue "$(sed -nE 's/^    (([0-9a-f]{4} ){7}[0-9a-f]{4}).*/\1/p' "$work/out" | head -1)" --sure >"$work/out" 2>&1
}
owner=$(line "$clerk" dept_scjg | sed -nE 's/.*农村道路 [0-9]+ ([^ ]+) .*/\1/p')
holds clerk__reads__the_owner [ -n "$owner" ]
line Amtmann dept_scjg >"$work/out"
holds officer__reads__road_and_door grep -qE '农村道路 [0-9]+ \(' "$work/out"
holds officer__reads__no_owner sh -c "! grep -q '$owner' '$work/out'"
comes Zivil dept_mz
line Zivil dept_scjg >"$work/out"
holds officer__reads__no_letter_to_another_department sh -c "[ -s '$work/out' ] && ! grep -q 农村道路 '$work/out'"
comes Spaet dept_scjg
line Spaet dept_scjg >"$work/out"
holds officer_who_comes_later__reads__road_and_door grep -qE '农村道路 [0-9]+ \(' "$work/out"
holds officer_who_comes_later__reads__no_owner sh -c "! grep -q '$owner' '$work/out'"
"$louce" due --area $here >"$work/out"
holds due__names__each_lines_department [ "$(grep -c "  A department's reply (Education): \|  A department's reply (Market regulation): " "$work/out")" = "$(grep -c "  A department's reply" "$work/out")" ]
holds history__names__the_departments_that_it_waits_for sh -c "'$louce' history $referred | grep -q '^-> waits for Education (until 2022-09-07), Market regulation (until 2022-09-05): A department'"
holds history__names__them_in_chinese sh -c "LANGUAGE=zh_CN '$louce' history $referred | grep -q '^-> 等教育（2022-09-07前）、市场监管（2022-09-05前）：部门回复'"
holds department__owes__no_other_department.s sh -c "! '$louce' due --area $here --role dept_scjg | grep -q 2022-09-07"
holds clerk__owes__no_reply__of_a_department_with_an_officer sh -c "! '$louce' due --area $here --role township_clerk | grep -q 'reply (Market'"
holds clerk__owes__the_reply__of_a_department_without_one owes township_clerk "^2022-09-07 .*\[Township clerk.*County office\]  A department's reply \(Education\)"
refuses reply__is_refused__for_another_department 3 'your right is one of "Market regulation"' tell Amtmann dept_reply "$(reply 1 1 2022-08-31 ',"reply_dept":"2"')"
refuses reply__is_refused__to_no_letter 3 'No letter of this number' tell Amtmann dept_reply "$(reply 1 1 2022-08-31 ',"reply_ref":"移9","reply_dept":"4"')"
refuses reply__is_refused__of_a_department_without_a_letter 3 'was referred to this department' tell "$clerk" dept_reply "$(paper 1 1 2022-08-31 ',"reply_ref":"移1","reply_dept":"5"')"
replied() { sql "SELECT body ->> '\$.data.$1' FROM step WHERE body ->> 'kind' = 'dept_reply' ORDER BY n DESC LIMIT 1"; }
does reply__is_given__that_it_goes_on tell Amtmann dept_reply "$(reply 1 2 2022-08-31 ',"reply_until":"2022-09-06"')"
holds reply__shows__the_words_of_its_letter [ "$(replied reply_letter)" = 无证经营 ]
holds reply__shows__what_its_letter_asks [ "$(replied reply_asked)" = 核查经营许可、证照 ]
holds department__owes__the_end_of_it_by_its_own_day owes dept_scjg "^2022-09-06 .*A department's reply .*: in 5 days"
holds late_reply__is_the_clerk.s_too sh -c "LOUCE_CLOCK=1662800000 '$louce' due --area $here --role township_clerk | grep -q '^2022-09-06 .*reply (Market'"
does reply__is_given__that_it_is_done tell Amtmann dept_reply "$(reply 2 1 2022-09-01)"
holds department__owes__nothing_more sh -c "! '$louce' due --area $here --role dept_scjg | grep -q 'A department'"
# Sticks of several departments lie side by side: each file's name says which one it is for, or from.
mkdir "$work/sticks"
does file__is_written__for_the_department as "$officer" export "$work/sticks" --to dept_scjg
does file__is_written__by_the_department as Amtmann export "$work/sticks" --to county_officer
holds file__names__the_department_that_it_is_for sh -c "ls '$work/sticks' | grep -q -e '-to-Market_regulation-'"
holds file__names__the_department_that_it_is_from sh -c "ls '$work/sticks' | grep -q '^Market_regulation-451224204-'"
refuses reply__is_refused__of_an_officer_who_owes_none 3 'owes no answer' tell Amtmann dept_reply "$(reply 9 1 2022-09-01)"
"$louce" report referrals --format csv >"$work/out" 2>&1
holds referrals__tell__what_was_answered grep -q ',移1,2022-08-20,.*,2022-09-06,2022-09-01,,已办结,已到场核查,0,0' "$work/out"
# Two departments send the same letter back: each is settled by a letter of its own, or by the word why there is none.
refuses referral__is_refused__of_a_number_that_the_department_has 3 'under this number before' tell "$clerk" referral "$letter"
does referral__is_sent__to_a_third_department tell "$clerk" referral "$(echo "$letter" | sed 's/"4"/"3"/; s/-20/-21/')"
line Zivil dept_mz >"$work/out"
holds officer__reads__the_letter_to_his_own_department grep -qE "农村道路 [0-9]+ \\(" "$work/out"
does reply__is_given__that_it_is_not_ours tell "$clerk" dept_reply "$(paper 3 3 2022-08-31 ',"reply_dept":"2"')"
does reply__is_given__that_it_is_not_theirs_either tell "$clerk" dept_reply "$(paper 4 3 2022-09-01 ',"reply_dept":"3"')"
holds clerk__owes__a_new_letter owes township_clerk "^2022-09-03 .*refer anew: in 2 days"
refuses referral__is_refused__to_who_sent_it_back 3 'This is the department that sent it back' tell "$clerk" referral "$(echo "$letter" | sed 's/"4"/"2"/; s/移1/移2/')"
does new_letter__settles__the_first tell "$clerk" referral "$(echo "$letter" | sed 's/"4"/"5"/; s/移1/移2/; s/-20/-31/')"
holds clerk__owes__a_new_letter__for_the_second owes township_clerk "^2022-09-04 .*refer anew: in 3 days"
refuses sent_back__is_refused__of_who_did_the_work 3 'did not send the letter back' tell "$clerk" sent_back '{"back_ref":"移1","back_dept":"4","back_why":"乡镇自行处理"}'
does sent_back__is_told__why_there_is_no_letter tell "$clerk" sent_back '{"back_why":"乡镇自行处理"}'
holds clerk__owes__no_new_letter__that_he_told_why sh -c "! '$louce' due --area $here --role township_clerk | grep -q 'refer anew'"

# ---- several roles in one request: each takes the areas of its level, and one code gives all that the key asks for
printf 'demo\n' >"$work/new"
"$louce" key new Neu --new-passphrase-file "$work/new" >/dev/null 2>&1
refuses request__refuses__a_role_without_an_area 3 'no area is named that the role "township_clerk" is for' \
	"$louce" request Neu --role inspector --role township_clerk --area $here --passphrase-file "$work/new"
refuses request__refuses__an_area_without_a_role 3 'is an area that none of these roles is for' \
	"$louce" request Neu --role inspector --role village_secretary --area $here --area 451224204 --passphrase-file "$work/new"
keeps_from request__asks__for_all_or_nothing Neu "$louce" key requests
"$louce" request Neu --role inspector --role township_clerk --area $here --area 451224204 --area $there --passphrase-file "$work/new" >"$work/out" 2>&1
holds request__prints__a_code_for_each_role [ "$(grep -cE '^    ([0-9a-f]{4} ){7}[0-9a-f]{4}  ' "$work/out")" = 2 ]
code=$(sed -nE 's/^    (([0-9a-f]{4} ){7}[0-9a-f]{4})  .*/\1/p' "$work/out" | head -1)
"$louce" status >"$work/out" 2>&1
holds status__says__who_asks grep -q '^2 ask for a right: louce key requests$' "$work/out"
as "$officer" issue "$code" >"$work/out" 2>&1
holds issue__names__what_the_key_asks_for_besides grep -q '^Neu: Township clerk' "$work/out"
holds issue__gives__one_right_alone test "$(grep -c '^Issued: ' "$work/out")" = 1
"$louce" request Neu --role inspector --role village_secretary --area $there --passphrase-file "$work/new" >"$work/out" 2>&1
does issue__gives__the_rest_by_a_code_that_was_given as "$officer" issue "$code" --all
holds issue__gives__all_that_the_key_asks_for test "$(grep -c '^Issued: ' "$work/out")" = 3
holds issue__passes_over__what_was_given test "$(grep -c '^Neu: ' "$work/out")" = 3
refuses issue__refuses__when_nothing_is_left 3 '"Neu" was given all that this key asks for already' as "$officer" issue "$code" --all
refuses issue__refuses__what_was_given__without_the_rest 3 '"Neu" was given this right already' as "$officer" issue "$code"
refuses request__refuses__one_right_twice 3 'the same right is asked for twice: village_deputy' \
	"$louce" request Neu --role village_deputy --role village_deputy --area $here --passphrase-file "$work/new"
keeps_from request__asks__for_none_of_them Neu "$louce" key requests

# ---- who may give one of the rights only is told of the others
second() { sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' LIMIT 1 OFFSET 1"; }
"$louce" key new Amt --new-passphrase-file "$work/new" >/dev/null 2>&1
"$louce" request Amt --role township_clerk --issues inspector --area 451224204 --passphrase-file "$work/new" >"$work/out" 2>&1
as "$officer" issue "$(sed -nE 's/.*((([0-9a-f]{4} ){7}[0-9a-f]{4})).*/\1/p' "$work/out" | head -1)" --sure >/dev/null 2>&1
as "$(second)" endorse "$(newest)" --yes >/dev/null 2>&1
"$louce" key new Halb --new-passphrase-file "$work/new" >/dev/null 2>&1
"$louce" request Halb --role inspector --role township_head --area $here --area 451224204 --passphrase-file "$work/new" >"$work/out" 2>&1
code=$(sed -nE 's/^    (([0-9a-f]{4} ){7}[0-9a-f]{4})  .*[Ii]nspector.*/\1/p' "$work/out" | head -1)
as Amt issue "$code" --all --sure >"$work/out" 2>&1
holds issue_all__gives__what_is_the_clerks_to_give test "$(grep -c '^Issued: ' "$work/out")" = 1
holds issue_all__names__what_somebody_else_must_give grep -q 'what you may not give' "$work/out"
holds issue_all__names__its_role grep -q '^Halb: Head of the township' "$work/out"
refuses issue_all__tells__that_not_all_was_given 3 '"Halb" was given all that is yours to give already' as Amt issue "$code" --all

# ---- a later pack has the township clerk sign for the leader, and does without the head of the township
begun=$(waits $here liaison)
[ -n "$begun" ] || begun=$own
fresh=$(waits $here team)
mkdir "$work/forms"
cp "$LOUCE_DATADIR"/forms/*.yaml "$LOUCE_DATADIR"/forms/*.csv "$work/forms/"
sed -i -e 's/^version: .*/version: 2/' -e 's/by: \[liaison_leader\]/by: [township_clerk]/' -e '/- level: township/,/bulk:/d' "$work/forms/pack.yaml"
refuses forms__are_not_published__with_other_signers__before_that_is_agreed_to 3 'nothing was done' as "$officer" forms publish "$work/forms"
holds other_signers__are_told grep -q '^- Township clerk: signs "Leader in charge of the village" from then on$' "$work/out"
holds level__is_told__that_is_gone grep -q '^- "Head of the township" is signed no more in "Survey"$' "$work/out"
does forms__publish__the_second_pack as "$officer" forms publish "$work/forms" --yes
does endorse__puts__it_in_force as "$(second)" endorse "$(newest)" --yes
refuses sign__refuses__the_later_packs_role_in_what_was_begun 3 "the signer's role may not sign this" as "$(holder township_clerk 451224204)" sign liaison "$begun"
does sign__is_done__by_the_role_it_was_begun_with as "$(holder liaison_leader $here)" sign liaison "$begun"
does sign__is_done__at_a_level_only_the_older_pack_has as "$(holder township_head 451224204)" sign township "$begun"
holds chain__is_ended__under_its_pack test "$(signed_levels "$begun")" = 4
does withdraw__is_done__at_a_level_only_the_older_pack_has as "$(holder township_head 451224204)" withdraw "$(newest)"
holds chain__waits__for_that_level_again test "$(signed_levels "$begun")" = 3
refuses sign__refuses__a_level_that_no_pack_has 3 'the chain has no level "province"' as "$secretary" sign province "$begun"
refuses sign__refuses__an_older_level_of_what_begins_now 3 'the chain has no such level' as "$(holder township_head 451224204)" sign township "$fresh"

# ---- a lower signature takes those above along, and says which
[ "$begun" = "$own" ] || does sign__is_done__above_the_secretarys as "$(holder liaison_leader $here)" sign liaison "$own"
low=$(sql "SELECT lower(hex(id)) FROM step WHERE body ->> 'kind' = 'signoff' AND body ->> '\$.data.level' = 'village' AND body ->> 'area' = '$here'
	AND body LIKE '%$own%' ORDER BY n DESC LIMIT 1")
as "$secretary" withdraw "$low" >"$work/out" 2>&1
holds withdrawal__says__what_fell_with_it grep -q '^With it fell what was signed above it: Leader in charge of the village (1 house)' "$work/out"
tap_end
