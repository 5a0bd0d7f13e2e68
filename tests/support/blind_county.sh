#!/bin/sh
# blind_county.sh DIR: a small county in DIR/d with a house registered and not checked, under a pack whose photo check is blind to a planted
# text. Leaves DIR/building, DIR/step, DIR/author, DIR/checker, DIR/third (another inspector), DIR/officer and DIR/secretary beside it.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
trap - EXIT HUP INT TERM # that removes the folder below
rm -rf "$work"
work=$1
echo demo >"$work/pass"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 40 --seed ui --single
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
newest() { sql 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1'; }
village=451224204201
inspectors() {
	sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'inspector'
		AND body ->> '\$.data.areas[0]' = '$village' ORDER BY n"
}
author=$(inspectors | sed -n 1p) checker=$(inspectors | sed -n 2p)
officer=$(holder county_officer 451224)
team=$(sql "SELECT group_concat(name, '、') FROM (SELECT DISTINCT body ->> '\$.data.name' AS name FROM step WHERE body ->> 'kind' = 'credential'
	AND body ->> '\$.data.role' = 'inspector' AND body ->> '\$.data.areas[0]' = '$village' ORDER BY 1)")

# ---- a third inspector of the village, from elsewhere
"$louce" key new Third --passphrase-file "$work/pass" >"$work/out" 2>&1
"$louce" request Third --role inspector --area $village --passphrase-file "$work/pass" >"$work/request" 2>&1
does inspector__comes__from_elsewhere as "$officer" issue "$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")"
third=$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.name' = 'Third'")
echo "$third" >"$work/third"

# ---- a pack whose photo check is blind to a text, to what is calculated from it and what rules find in it, and reports that read them
mkdir "$work/forms"
cp "$LOUCE_DATADIR"/forms/*.yaml "$LOUCE_DATADIR"/forms/*.csv "$work/forms/"
sed -i 's/^version: .*/version: 2/' "$work/forms/pack.yaml"
sed -i 's/^blind: \[/&building_name, conclusion, /' "$work/forms/photo_check.yaml"
cat >>"$work/forms/rules.yaml" <<'Y'
- rule: QR-PLANTED
  level: info
  kind: 2
  form: registration
  expr: "biz_name LIKE 'PLANTED%'"
  fields: [area_m2]
  message: {zh: 查到 PLANTED, en: PLANTED was found}
Y
cat >>"$work/forms/reports.yaml" <<'Y'
- report: planted_b
  title: {zh: 一, en: One}
  columns: [{column: house, label: {zh: 房, en: House}}, {column: name, label: {zh: 名, en: Name}}, {column: more, label: {zh: 名, en: More}}]
  sql: "SELECT substr(b.root, 1, 8) AS house, b.biz_name AS name, (SELECT v.biz_name FROM value_registration v WHERE v.building = b.building) AS more FROM b WHERE substr(b.division, 1, length(:area)) = :area"
- report: planted_rules
  title: {zh: 二, en: Two}
  columns: [{column: rule, label: {zh: 规则, en: Rule}}]
  sql: "WITH found AS (SELECT f.rule AS rule, b.division AS division FROM findings_of_rules f JOIN b ON b.building = f.building) SELECT rule FROM found WHERE substr(division, 1, length(:area)) = :area"
Y
does forms__publish__the_pack as "$officer" forms publish "$work/forms" --yes
does endorse__puts__it_in_force as "$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' LIMIT 1 OFFSET 1")" endorse "$(newest)" --yes

# ---- a house registered and not checked
set -- "$work"/d/inbox/*_1.jpg
photo=${1%1.jpg} licence=$2
date=$(grep -aoE '20[0-9][0-9]:[01][0-9]:[0-3][0-9]' "$1" | head -n 1 | tr : -)
building=$(sql "SELECT lower(hex(root)) FROM building WHERE division = '$village' AND task = 'form' AND task_name = 'registration' LIMIT 1")
cat >"$work/registration.json" <<J
{"survey_state":"2","area_kind":["7"],"owner_kind":"1","owner_id":"451224190001010013","owner_phone":"07786322018",
"residents":4,"over10_asked":false,"has_sign":true,"rents_out":false,"has_customers":true,"owner_lives":false,"biz_types":["3"],
"biz_name":"PLANTED-NAME","user_is_owner":true,"licences":["11"],"land_kind":"2","land_use":"21","floors_main":3,"floors_under":0,
"height_m":6.7,"area_m2":186.5,"built_year":2005,"design_mode":"3","build_mode":"2","wall_material":"1","floor_slab":"3","roof":"3",
"structure":"1","altered":false,"illegal":false,"surveyors":"$team","survey_date":"$date",
"_reasons":[{"rule":"QR-64","reason":"5"},{"rule":"QR-05","reason":"看过证件原件"},{"rule":"QR-14","reason":"99","words":" PLANTED-NAME "}]}
J
does fill__plants__the_value as "$author" fill "$building" registration --data "$work/registration.json" --photo photo_front="${photo}1.jpg" \
	--photo photo_side="${photo}2.jpg" --photo photo_plate="${photo}3.jpg" --photo photo_sign="${photo}4.jpg" --photo photo_licence="$licence"
cat >"$work/listing.json" <<J
{"village":"$village","group_name":"巴英","road":"农村道路","door_no":"45","building_name":"PLANTED-HALL","owner_name":"班小燕"}
J
does fill__plants__a_name as "$author" fill "$building" listing --data "$work/listing.json"
echo "$team" >"$work/team"
echo "$date" >"$work/date"
echo "$author" >"$work/author"
echo "$checker" >"$work/checker"
echo "$officer" >"$work/officer"
holder village_secretary $village >"$work/secretary"
echo "$building" >"$work/building"
newest >"$work/step"
tap_end
