#!/bin/sh
# The second look at what the provincial platform holds, by commands: its table taken in, a house looked at again by somebody who sees neither, the
# differences decided by a third, and what is keyed back. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 60 --seed ui --single
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
says() { grep -qF -- "$1" "$work/out"; }
fails() { name=$1; shift; if "$@"; then not_ok "$name"; else ok "$name"; fi; }
value() { sql "SELECT $2 FROM value_$1 v JOIN building g ON g.building = v.building WHERE lower(hex(g.root)) = '$building'"; }
village=451224204201 officer=$(holder county_officer 451224)
inspectors() {
	sql "SELECT DISTINCT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'inspector'
		AND body ->> '\$.data.areas[0]' = '$village' ORDER BY n"
}
inspectors >"$work/inspectors"

# ---- the platform's table: a house that stands, by its number, and one that is new
building=$(sql "SELECT lower(hex(g.root)) FROM building g JOIN value_listing v ON v.building = g.building JOIN value_classification c
	ON c.building = g.building JOIN value_photo_check p ON p.building = g.building JOIN value_registration r ON r.building = g.building
	WHERE g.division = '$village' AND v.platform_no IS NOT NULL AND c.conclusion = '2' AND r.use_class = '1' ORDER BY g.root LIMIT 1")
holds demo__has__a_house_with_a_number test -n "$building"
number=$(value listing platform_no)
cat >"$work/map" <<'M'
编码: platform_no
村: village
组: group_name
路: road
户主: owner_name
用途: p_use_class
层数: p_floors_main
结构: p_structure
结论: p_conclusion
业态: p_biz_types
电话: p_owner_phone
面积: p_area_m2
抽中: p_drawn
经办: -
M
head='编码,村,组,路,户主,用途,层数,结构,结论,业态,电话,面积,抽中,经办'
roster() { as "$officer" roster import "$work/t.csv" --map "$work/map" "$@"; }
listed=$(sql "SELECT v.group_name FROM value_listing v JOIN building g ON g.building = v.building WHERE lower(hex(g.root)) = '$building'")
row="$number,$village,$listed,,"
{ echo "$head"; echo "$row,jyxzjf,9,钢筋混凝土,3,餐饮饭店、3,13977812345,120.5,是,谁"; } >"$work/t.csv"
refuses roster__refuses__a_row_without_what_a_listing_needs 3 'nothing was added' roster --dry-run
echo "code $number village $village" >"$work/note"
# the address and owner that stand: the row must be that of the house
owner=$(as "$officer" history "$building" --json | grep -o '"owner_name":"[^"]*"' | head -n 1 | sed 's/.*:"//;s/"//')
road=$(as "$officer" history "$building" --json | grep -o '"road":"[^"]*"' | head -n 1 | sed 's/.*:"//;s/"//')
row="$number,$village,$listed,$road,$owner"
{ echo "$head"; echo "$row,jyxzjf,九,钢混,2x,餐饮饭店、77,139778,1e3,也许,谁"; } >"$work/t.csv"
refuses roster__refuses__what_fits_no_field__by_row_and_column 3 'nothing was added: 6 cells' roster
for why in 'row 2, column G "层数": "九" is no whole number' 'row 2, column H "结构": "钢混"' 'row 2, column I "结论": "2x" is neither a label nor a code' \
	'row 2, column J "业态": "77"' 'row 2, column L "面积"' 'row 2, column M "抽中": "也许" is neither yes nor no'; do
	holds "roster__names__${why%%:*}" says "$why"
done
holds roster__offers__their_codes says 'neither a label nor a code of that system; there are: 1 Severe hazard, 3 Some hazard, 2 No hazard found'
fails roster__left__no_record test -n "$(sql "SELECT 1 FROM value_platform v JOIN building g USING (building) WHERE g.division = '$village'")"
{
	echo "$head"
	echo "$row,jyxzjf,9,钢筋混凝土,3,餐饮饭店、3,13977812345,120.5,是,谁"
	echo "NEW-1,$village,$listed,农村道路,韦大年,自住兼经营性自建房,2,,2,,,,,谁"
} >"$work/t.csv"
does roster__says__what_it_would_put roster --dry-run
holds roster__counts__the_records says "Of 2 houses the other system's record would be put beside."
does roster__puts__the_records roster
holds roster__added__the_new_house says '2 rows; 1 added, 1 stood already'
holds record__has__our_code_of_theirs test "$(value platform p_conclusion)" = 2
holds record__has__the_code_of_a_label test "$(value platform p_structure)" = 3
holds record__has__several_choices test "$(value platform p_biz_types)" = '1 3'
holds record__says__the_storeys test "$(value platform p_floors_main)" = 9
holds record__hides__the_phone test "$(sql "SELECT count(*) FROM step WHERE body LIKE '%13977812345%'")" = 0
holds record__is_signed__for_the_new_house test "$(sql "SELECT p_use_class || p_conclusion FROM value_platform v JOIN value_listing l USING (building)
	WHERE l.platform_no = 'NEW-1'")" = 23
steps=$(sql 'SELECT count(*) FROM step')
does roster__changes__nothing__the_second_time roster
holds roster__signs__nothing_twice test "$(sql 'SELECT count(*) FROM step')" = "$steps"
sed -i 's/,9,钢筋/,8,钢筋/' "$work/t.csv"
refuses roster__asks__before_a_record_changes 3 'becomes "8"' roster
does roster__keeps__what_stands roster --keep
holds record__is_kept test "$(value platform p_floors_main)" = 9
does roster__corrects__after_a_yes roster --change
holds record__is_corrected test "$(value platform p_floors_main)" = 8
echo "$row,jyxzjf,7,,,,,,,谁" >>"$work/t.csv"
refuses roster__refuses__two_rows_of_one_house 3 'says something else' roster --change
{
	echo "$head"
	echo "NEW-2,$village,$listed,农村道路,韦小年,自住兼经营性自建房,-5,,2,,,,,谁"
	echo "NEW-3,$village,$listed,农村道路,韦中年,自住兼经营性自建房,0,,2,,,12.5,,谁"
} >"$work/t.csv"
does roster__takes__what_cannot_be roster --dry-run
holds roster__tells__what_cannot_be says '2 numbers cannot be (row 2 column G "-5", row 3 column G "0")'

# ---- the second look: owed where the platform has a record and business goes on, and nowhere else
owes() { sql "SELECT count(*) FROM due d WHERE d.form = '$1'"; }
holds second_look__is_owed__by_the_one_house test "$(owes reinspection)" = 1
holds ruling__is_owed__by_none__yet test "$(owes ruling)" = 0
wrote() { # FORM: person who wrote it
	sql "SELECT p.body ->> '\$.data.person' FROM step s JOIN step p ON lower(hex(p.id)) = s.body ->> '\$.author' WHERE s.body ->> 'kind' = '$1'
		AND s.body ->> '\$.building' = '$building'"
}
for form in registration photo_check classification; do wrote $form; done | sort -u >"$work/authors"
# Both inspectors of the village had to do with the house: that is said, and where another must come from.
"$louce" due --area $village >"$work/out" 2>&1
holds due__says__that_nobody_there_may sh -c "grep -F 'Second look' '$work/out' | grep -qF 'nobody with a right there may'"
# One from elsewhere is given the right to look.
second=Second
"$louce" key new $second --passphrase-file "$work/pass" >"$work/out" 2>&1
"$louce" request $second --role inspector --area $village --passphrase-file "$work/pass" >"$work/request" 2>&1
does inspector__comes__from_elsewhere as "$officer" issue "$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")"
"$louce" due --area $village >"$work/out" 2>&1
holds due__names__who_may sh -c "grep -F 'Second look' '$work/out' | grep -qF 'who may: Second'"
first=$(wrote registration | head -n 1)
words=$(sql "SELECT biz_name FROM value_registration v JOIN building g USING (building) WHERE lower(hex(g.root)) = '$building'")
keeps_from second_look__sees__no_survey "$words|\"floors_main\"|p_floors_main|\"conclusion\":\"2\"" as "$second" history "$building" --json
does author__sees__what_he_wrote as "$first" history "$building" --json
holds author__sees__the_storeys grep -q '"floors_main"' "$work/out"
does report__hides__what_is_looked_at_again as "$second" report differences --area $village
fails report__told__nothing_of_the_platform says "$number"
does report__waits__for_all_signatures as "$officer" report differences --area $village
fails report__leaves_out__what_not_all_signed says "$number"
holds report__counts__what_waits says '1 houses that differ from the platform wait for their signatures'
does official__says__what_is_hidden as "$second" report annex1 --area $village
holds official__counts__what_is_hidden says 'Of 1 house something is hidden from you'
does official__is_made__of_what_one_registered as "$first" report annex1 --area $village
fails official__hides__nothing_of_what_one_registered says 'is hidden from you'
refuses official__is_not_made__by_who_must_not_see 3 'your totals are not the office' as "$second" report annex1 --area $village --format pdf --out "$work/a.pdf"
does official__is_made__by_who_sees_all as "$officer" report annex1 --area $village --format pdf --out "$work/b.pdf"
does bulletin__is_made as "$officer" report bulletin --format csv
holds bulletin__tells__no_change_of_no_day grep -q '^Donglan County,[0-9]*,[0-9]*,,' "$work/out"
for level in village:village_secretary:$village liaison:liaison_leader:$village township:township_head:451224204; do
	role=${level#*:}
	does "sign__approves__${level%%:*}" as "$(holder "${role%:*}" "${role#*:}")" sign "${level%%:*}" "$building"
done
does report__tells__the_office as "$officer" report differences --area $village
holds report__says__what_stands_there says "$number"
does roster_report__shows__other_houses as "$second" report roster --area $village
holds report__hides__one_house_alone test "$(grep -cE '经营性自建房|其他自建房' "$work/out")" -gt 2

set -- "$work"/d/inbox/*_1.jpg
photo=$1
storeys=$(value registration floors_main)
cat >"$work/second.json" <<J
{"r_survey_state":"2","r_has_sign":true,"r_rents_out":false,"r_has_customers":true,"r_owner_lives":false,"r_biz_types":["1","3"],
"r_floors_main":$((storeys + 1)),"r_wall_material":"1","r_floor_slab":"3","r_roof":"3","r_structure":"1","r_altered":false,
"r_part_ground":"1","r_part_walls":"1","r_part_frame":"1","r_part_slabs":"1","r_part_roof":"1","r_survey_date":"2022-08-30"}
J
refuses second_look__is_refused__to_an_author 3 'you filled "' as "$first" fill "$building" reinspection --data "$work/second.json" --photo r_photo="$photo"
does second_look__is_signed as "$second" fill "$building" reinspection --data "$work/second.json" --photo r_photo="$photo"
holds second_look__works_out__its_own_conclusion test "$(value reinspection r_conclusion)" = 3
holds second_look__works_out__its_own_use test "$(value reinspection r_use_class)" = 1
does second_look__sees__all__once_signed as "$second" history "$building" --json
holds second_look__sees__the_storeys grep -q '"floors_main"' "$work/out"
differs=$(sql "SELECT f.all_differ FROM fact f JOIN building g USING (building) WHERE lower(hex(g.root)) = '$building'")
echo "$differs" >"$work/differs"
holds differences__name__the_storeys grep -q floors_main "$work/differs"
holds differences__name__the_conclusion grep -q conclusion "$work/differs"
holds second_look__is_owed__no_more test "$(owes reinspection)" = 0
holds ruling__is_owed test "$(owes ruling)" = 1

# ---- the ruling
does quality__counts__nothing_undecided as "$officer" report quality --area $village --format csv
refuses ruling__is_refused__to_who_looked 3 'another person' as "$second" fill "$building" ruling --data "$work/second.json"
echo '{"ruled_how":"8月31日到现场","rulings":[{"ruled":"floors_main","right_side":"2"}]}' >"$work/ruling.json"
refuses ruling__asks__for_every_difference 3 QR-90 as "$officer" fill "$building" ruling --data "$work/ruling.json"
rows=
for field in $differs; do
	side=1
	[ "$field" = floors_main ] && side=2
	rows="$rows${rows:+,}{\"ruled\":\"$field\",\"right_side\":\"$side\"}"
done
echo "{\"ruled_how\":\"8月31日到现场\",\"rulings\":[$rows,{\"ruled\":\"floors_main\",\"right_side\":\"1\"}]}" >"$work/ruling.json"
refuses ruling__refuses__a_field_twice 3 QR-91 as "$officer" fill "$building" ruling --data "$work/ruling.json"
echo "{\"ruled_how\":\"8月31日到现场\",\"rulings\":[$rows]}" >"$work/ruling.json"
does ruling__is_signed as "$officer" fill "$building" ruling --data "$work/ruling.json"
holds ruling__keeps__what_each_side_said test -n "$(value ruling "CASE WHEN ruled_sides LIKE '%主体层数：平台8，排查$storeys，回头看$((storeys + 1))。%' THEN 1 END")"
holds ruling__is_owed__no_more test "$(owes ruling)" = 0
does differences__are_listed as "$officer" report differences --area $village --format csv
holds differences__say__before_and_after grep -qE "^$number,.*,2,.*,8,$((storeys + 1)),裁定" "$work/out"
does quality__tells__rates as "$officer" report quality --area $village --format csv
cp "$work/out" "$work/quality"
sed 's/^/# /' "$work/quality"
holds quality__counts__the_survey grep -q ',排查,1,' "$work/quality"
holds quality__has__an_interval grep -qE '村,[^,]*,排查,1,[0-9]+,[0-9.]+%,[0-9.]+% - [0-9.]+%,1,1,100.0%,2.5% - 100.0%' "$work/quality"
does quality_kinds__tells__rates as "$officer" report quality_kinds --area $village --format csv
sed 's/^/# /' "$work/out"
holds quality_kinds__counts__the_storeys grep -q '^2,排查,1,1,100.0%' "$work/out"

# ---- a ruling over answers that stand no more
as "$officer" check --list >"$work/out" 2>&1
fails ruling__stands__as_decided says QR-90
sed "s/\"r_floors_main\":$((storeys + 1))/\"r_floors_main\":$((storeys + 2))/" "$work/second.json" >"$work/third.json"
does second_look__is_corrected as "$second" fill "$building" reinspection --data "$work/third.json" --photo r_photo="$photo"
does differences__are_listed__again as "$officer" report differences --area $village --format csv
fails differences__tell__no_old_ruling grep -qE "^$number,.*,2,.*,8,.*,裁定" "$work/out"
does quality__waits__for_a_new_ruling as "$officer" report quality --area $village
holds quality__counts__it_as_undecided says '1 fields that differ are not decided yet'
as "$officer" check --list >"$work/out" 2>&1
holds ruling__is_asked_for__again says QR-90
sides=$(value ruling ruled_sides | sed "s/回头看$((storeys + 1))。/回头看$((storeys + 2))。/")
sed -i "s|^{|{\"ruled_sides\":\"$sides\",|" "$work/ruling.json"
does ruling__is_signed__again as "$officer" fill "$building" ruling --data "$work/ruling.json"
as "$officer" check --list >"$work/out" 2>&1
fails ruling__stands__again says QR-90
does differences__are_listed__once_more as "$officer" report differences --area $village --format csv
holds differences__tell__the_new_ruling grep -qE "^$number,.*,2,.*,8,$((storeys + 2)),裁定" "$work/out"
does verify__proves__all "$louce" verify "$LOUCE_WORKSPACE"
tap_end
