#!/bin/sh
# A pack with a second chain, over each slot of a form, and one more level in the first: what was begun before is ended as it was begun, what begins
# now is signed anew, and both chains are signed beside each other. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 20 --seed ui --single
# A house of the village by a condition on its row.
house() { sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE division = '451224204201' AND $1 LIMIT 1"; }
says() { grep -qF -- "$1" "$work/out"; }
history() { "$louce" history "$1" --json >"$work/out" 2>&1; }
hash_of() { "$louce" status --json | sed -n 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/p'; }

secretary=$(holder village_secretary) liaison=$(holder liaison_leader) head=$(holder township_head)
before=$(house "task = 'sign' AND task_name = 'village'")
finished=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE level = 4 LIMIT 1")

mkdir "$work/forms"
cp "$LOUCE_DATADIR"/forms/*.yaml "$LOUCE_DATADIR"/forms/*.csv "$work/forms/"
. "${LOUCE_SRC:-.}/tests/support/survey.sh"
survey_alone "$work/forms"
cat >"$work/forms/look_in.yaml" <<'Y'
form: look_in
label: {zh: 入户走访, en: Visit}
by: [inspector]
after: [listing]
repeat: true
fields:
  - {name: visit_words, type: text, label: {zh: 走访情况, en: What was seen}, required: true}
Y
sed -i -e 's/^version: .*/version: 2/' -e 's/^forms: \[\(.*\)\]/forms: [\1, look_in]/' \
	-e 's/^    errors:/      - {level: county, label: {zh: 县级审定, en: County}, by: [county_officer]}\n    errors:/' \
	-e 's/^deadlines:/  - chain: visits\n    label: {zh: 走访, en: Visits}\n    each: look_in\n    levels:\n      - {level: village, label: {zh: 书记, en: Secretary}, by: [village_secretary]}\n      - {level: township, label: {zh: 乡镇, en: Township}, by: [township_head]}\ndeadlines:/' \
	"$work/forms/pack.yaml"
cat >>"$work/forms/reports.yaml" <<'Y'
- report: levels
  title: {zh: 签到哪一级, en: How far houses are signed}
  columns:
    - {column: signed, type: integer, label: {zh: 级, en: Level}}
    - {column: houses, type: integer, label: {zh: 栋, en: Houses}}
  sql: SELECT b.level AS signed, count(*) AS houses FROM b WHERE substr(b.division, 1, length(:area)) = :area GROUP BY b.level ORDER BY b.level
Y
does forms__publish__the_second_pack as 李金花 forms publish "$work/forms" --yes
"$louce" endorse >"$work/out" 2>&1
refuses endorse__asks__before_it_agrees_to_what_is_otherwise 3 "To agree all the same: add --yes" as 谭秀英 endorse "$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1')"
holds endorse__asks__in_lines_of_its_own sh -c "! grep -qF '\\x0a' '$work/out' && grep -q 'add --yes\$' '$work/out'"
holds endorse__tells__what_is_otherwise_first says '- "County" is signed from then on in "Survey" as well'
does endorse__puts__it_in_force as 谭秀英 endorse "$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1')" --yes

# What was signed stays signed, and a finished house finished.
"$louce" status >"$work/out" 2>&1
holds house__stays_signed_by_all__when_a_level_is_added says '         3  signed by all'
# Each house stands on one line of how far it is signed.
adds_up() { test "$(sed -n '/^how far they are signed$/,/^state hash/p' "$work/out" | awk '$1 ~ /^[0-9]+$/ { s += $1 } END { print s }')" -eq \
	"$(sed -n 's/^\([0-9]*\) buildings, .*/\1/p' "$work/out")"; }
holds status__has__each_house_on_one_line__when_a_level_is_added adds_up
# Reports, the list and the table for the other system count as status does: a house stands where it stands by the pack it was signed under. LEVELS: those in force, lowest first.
alike() { # NAME LEVELS
	"$louce" status --json >"$work/status.json" 2>&1
	sqlite3 :memory: "WITH s AS (SELECT json(readfile('$work/status.json')) AS j), f AS (SELECT key + 1 AS at, value AS name FROM json_each('[\"' || replace('$2', ' ', '\",\"') || '\"]')),
		l AS (SELECT e.value ->> 'buildings' AS houses, CASE WHEN e.value ->> 'level' = '-' THEN 0 ELSE coalesce((SELECT at FROM f WHERE name = e.value ->> 'level'),
		(SELECT at FROM f WHERE name = '$3')) END AS at FROM s, json_each(j, '\$.signed_up_to') e
		UNION ALL SELECT j ->> 'signed_by_all', (SELECT max(at) FROM f) FROM s) SELECT at || ',' || sum(houses) FROM l WHERE houses > 0 GROUP BY at ORDER BY at" >"$work/want"
	"$louce" report levels --format csv 2>&1 | grep '^[0-9]*,[0-9]*' | tr -d '\r' >"$work/got"
	diff "$work/want" "$work/got" | sed 's/^/# /'
	holds "report__counts__as_status_does__$1" cmp -s "$work/want" "$work/got"
	"$louce" dump --record --format csv --out "$work/record-$1.csv" >"$work/out" 2>&1
	holds "record__has__whom_all_signed__$1" says "$(sqlite3 :memory: "SELECT readfile('$work/status.json') ->> 'signed_by_all'") rows written"
	sqlite3 "$LOUCE_WORKSPACE" "SELECT CASE s.level WHEN 'team' THEN 'Survey team' WHEN 'village' THEN 'Village Party secretary' WHEN 'liaison' THEN 'Leader in charge of the village'
		WHEN 'township' THEN 'Head of the township' WHEN 'county' THEN 'County' ELSE '' END || ',' || count(*) FROM building g LEFT JOIN signed s
		ON s.building = g.building AND s.chain = 'survey' AND s.root = x'' AND s.n = g.level GROUP BY s.level" | sort >"$work/want"
	"$louce" list --count _signed --format csv 2>&1 | tr -d '\r' | grep ',[0-9]*$' | grep -v '^Total' | sort >"$work/got"
	diff "$work/want" "$work/got" | sed 's/^/# /'
	holds "list__says__who_signed_last__$1" cmp -s "$work/want" "$work/got"
}
alike with_one_more_at_the_end 'team village liaison township county' none
history "$finished"
holds chain__has_four_levels__as_it_was_begun says '"signed_levels":4,'
holds chain__waits_for_nobody__at_its_end test "$(grep -c '"task":"sign"' "$work/out")" -eq 0

# A chain that was begun is ended under its pack.
refuses sign__refuses__a_level_of_two_chains 3 'several chains have a level "village": write CHAIN:LEVEL' as "$secretary" sign village "$before"
does sign__goes_on__where_it_was_begun as "$secretary" sign survey:village "$before"
history "$before"
holds signature__counts__under_the_older_pack says '"signed_levels":2,'
holds step__names__the_older_pack test "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> 'pack' FROM step ORDER BY n DESC LIMIT 1")" = \
	"$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(id)) FROM step WHERE body ->> 'kind' = 'pack' ORDER BY n LIMIT 1")"

# The second chain, over each visit by itself.
echo '{"visit_words":"无人在家"}' >"$work/visit.json"
visit() { as 杨德胜 fill "$before" look_in --data "$work/visit.json" >"$work/out" 2>&1; sqlite3 "$LOUCE_WORKSPACE" 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1'; }
one=$(visit)
two=$(visit)
does sign__approves__one_visit as "$secretary" sign visits:village "$before/$one"
history "$before"
holds history__waits__for_both_chains says '"chain":"survey","level":"liaison"'
holds history__waits__for_the_other_visit says '"chain":"visits","level":"village"'
refuses sign__refuses__the_next_level_of_the_other_visit 3 'the level below has not approved' as "$head" sign visits:township "$before/$two"
does sign__gives_back__one_visit as "$head" sign visits:township "$before/$one" --return --reason 再去一次
refuses sign__refuses__what_is_given_back 3 'it was returned' as "$head" sign visits:township "$before/$one"
does sign__goes_on__in_the_first_chain as "$liaison" sign liaison "$before"
does sign__approves__the_other_visit as "$secretary" sign visits:village "$before/$two"
does sign__approves__it_at_the_township as "$head" sign visits:township "$before/$two"
history "$before"
holds chain__is_signed__as_far_as_it_was says '"signed_levels":3,'
sign=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(id)) FROM step WHERE body ->> '\$.data.decision' = 'return' ORDER BY n DESC LIMIT 1")
does withdraw__takes_back__the_return as "$head" withdraw "$sign"
does sign__approves__what_was_given_back as "$head" sign visits:township "$before/$one"
holds register__has__both_chains test "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT group_concat(chain || n, ' ') FROM (SELECT chain, n FROM signed s JOIN building b \
	ON b.building = s.building WHERE lower(hex(b.root)) = '$before' ORDER BY chain, s.root, n)")" = 'survey1 survey2 survey3 visits1 visits2 visits1 visits2'

# Made anew it is the same.
hash=$(hash_of)
does verify__proves__it "$louce" verify "$LOUCE_WORKSPACE"
does rebuild__runs "$louce" rebuild
holds rebuild__keeps__the_state [ ${#hash} -eq 64 -a "$hash" = "$(hash_of)" ]

# A level that a later pack has no more: who is signed up to it stands on a line of its own, and is counted once.
sed -i -e 's/^version: .*/version: 3/' -e '/- level: liaison$/,/bulk:/d' "$work/forms/pack.yaml"
does forms__publish__a_pack_without_a_level as 李金花 forms publish "$work/forms" --yes
does endorse__puts__that_in_force as 谭秀英 endorse "$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1')" --yes
"$louce" status >"$work/out" 2>&1
holds status__names__a_level_that_is_gone grep -q '^ *[1-9][0-9]*  signed up to: Leader in charge of the village (signed no more)$' "$work/out"
holds status__has__each_house_on_one_line__when_a_level_is_gone adds_up
holds status__says__of_a_level_that_it_is_gone sh -c "'$louce' status --json | grep -q '\"level\":\"liaison\"[^}]*\"gone\":true'"
# Who waits for that level owes its signature all the same: by a day, by its name, to its roles, in each list.
waits=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building WHERE task = 'sign' AND task_name = 'liaison' LIMIT 1")
count=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building WHERE task = 'sign' AND task_name = 'liaison'")
holds house__waits__for_a_level_that_is_gone test "$count" -gt 0
"$louce" due --role liaison_leader >"$work/out" 2>&1
holds due__has__a_level_that_is_gone test "$(grep -c 'signature of Leader in charge of the village: ' "$work/out")" -eq "$count"
"$louce" due --json >"$work/out" 2>&1
holds due__gives_json__of_a_level_that_is_gone test "$(tr '{' '\n' <"$work/out" | grep -c '"level":"liaison".*"by":."liaison_leader"')" -eq "$count"
"$louce" status --list >"$work/out" 2>&1
holds status__lists__it_by_its_name test "$(grep -c 'to sign Leader in charge of the village' "$work/out")" -eq "$count"
"$louce" history "$waits" >"$work/out" 2>&1
holds history__says__its_name grep -q 'to sign: Leader in charge of the village' "$work/out"
day=$(date -u -d 2022-09-17 +%s)
LOUCE_CLOCK=$day "$louce" report overdue_list --format csv >"$work/out" 2>&1
holds report__says__its_name_and_whose_it_is grep -q 'Survey: Leader in charge of the village,Leader in charge of the village' "$work/out"
upto=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building b JOIN signed s ON s.building = b.building AND s.chain = 'survey' AND s.root = x'' AND s.n = b.level WHERE s.level = 'liaison'")
"$louce" list --count _signed --format csv >"$work/out" 2>&1
holds list__counts__a_level_that_is_gone_by_its_name grep -q "^Leader in charge of the village,$upto$" "$work/out"
alike with_one_gone 'team village township county' village

# One in the middle, and the others in another order.
endorsed() { as 李金花 forms publish "$work/forms" --yes && as 谭秀英 endorse "$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1')" --yes; }
sed -i -e 's/^version: .*/version: 4/' -e '/chain: survey$/,/errors:/s/^      - level: township$/      - {level: middle, label: {zh: 中间, en: Middle}, by: [county_officer]}\n&/' "$work/forms/pack.yaml"
does forms__publish__a_pack_with_a_level_in_the_middle endorsed
alike with_one_in_the_middle 'team village middle township county' village
sed -i -e 's/^version: .*/version: 5/' -e '/level: middle/d' -e 's/^      - level: village$/      - {level: middle, label: {zh: 中间, en: Middle}, by: [county_officer]}\n&/' "$work/forms/pack.yaml"
does forms__publish__a_pack_with_levels_in_another_order endorsed
alike with_others_before 'team middle village township county' village
tap_end
