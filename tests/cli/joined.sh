#!/bin/sh
# Houses that a decision joins count once, as the one that was surveyed furthest, whatever their numbers. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
# What is told of houses hidden from nobody unlocked is no row.
reports() { for name in annex1 annex2 hazards roster; do "$louce" report $name --format csv 2>&1 | grep -v 'something is hidden from you'; done >"$work/$1"; }
says() { grep -qF -- "$1" "$work/out"; }
lacks() { [ -s "$work/out" ] && ! says "$1"; }
same() { cmp "$work/$1" "$work/$2"; }

"$demo" "$work/d" --buildings 20 --seed ui --single
cat >"$work/listing.json" <<'L'
{"village":"451224204201","group_name":"那亮","road":"农村道路","door_no":"91","owner_name":"韦建国","_reasons":[{"rule":"_twin","reason":"1"}]}
L
# Of the houses that a report counts one that nobody signed, with the largest number, and bare listings of it, four or more, until one has a smaller.
surveyed=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(b.root)) FROM building b JOIN value_classification v USING (building) \
	WHERE b.division LIKE '451224204%' AND v.conclusion IN ('1', '2') ORDER BY b.level, b.root DESC LIMIT 1")
[ -n "$surveyed" ] || { not_ok house__to_be_listed_again__is_there; tap_end; exit 1; }
reports before
twins= smallest=$surveyed count=0
while [ $count -lt 4 ] || { [ "$smallest" = "$surveyed" ] && [ $count -lt 400 ]; }; do
	count=$((count + 1))
	as 杨德胜 fill --new listing --data "$work/listing.json" >"$work/out" 2>&1
	twins="$twins $(sed -n 's/.*building \([0-9a-f]*\)/\1/p' "$work/out")"
	# shellcheck disable=SC2086
	smallest=$(printf '%s\n' "$surveyed" $twins | sort | head -n 1)
done
reports listed
does house_listed_again__is_counted_again test "$(wc -l <"$work/listed")" -eq $(($(wc -l <"$work/before") + count))
"$louce" check >"$work/out" 2>&1
holds check__says__what_was_compared says ", addresses, owners and identity numbers of 0."
as 杨德胜 check >"$work/out" 2>&1
holds check__counts__the_pairs says "pairs may be one house: louce decide lists them."
as 杨德胜 sign team "$(echo $twins | cut -d' ' -f1)" >"$work/out" 2>&1
holds sign__names__the_house_that_may_be_the_same says "stands at this address: is it the same house?"
# The photos of a house are another house's, until it is decided that the two are one.
first=$(echo $twins | cut -d' ' -f1) second=$(echo $twins | cut -d' ' -f2)
as 杨德胜 history "$surveyed" --json >"$work/history.json" 2>/dev/null
sqlite3 :memory: "SELECT json_extract(readfile('$work/history.json'), '\$.values.registration')" >"$work/as_before.json"
# Copies of the same pictures: a reason is wanted, as for any copy that somebody saved again.
sqlite3 :memory: "SELECT json_insert(iif(json_type(v, '\$._reasons') IS NULL, json_insert(v, '\$._reasons', json('[]')), v), '\$._reasons[#]', \
	json('{\"rule\":\"_picture\",\"reason\":\"1\"}'), '\$._reasons[#]', json('{\"rule\":\"_elsewhere\",\"reason\":\"1\"}')) FROM (SELECT readfile('$work/as_before.json') AS v)" >"$work/registration.json"
photos=
for field in $(sqlite3 "$LOUCE_WORKSPACE" "SELECT DISTINCT p.field FROM photo_of p JOIN building b USING (building) WHERE lower(hex(b.root)) = '$surveyed' \
	AND p.form = 'registration'"); do
	sqlite3 "$LOUCE_WORKSPACE" "SELECT writefile('$work/$field.jpg', data) FROM photo WHERE lower(hex(id)) = (SELECT p.id FROM photo_of p JOIN building b \
		USING (building) WHERE lower(hex(b.root)) = '$surveyed' AND p.form = 'registration' AND p.field = '$field')" >/dev/null
	# A picture that another program saved again: one step of its quantization is another.
	python3 -c '
import sys
picture = bytearray(open(sys.argv[1], "rb").read())
picture[picture.index(b"\xff\xdb") + 5 + 63] ^= 1
open(sys.argv[1], "wb").write(picture)' "$work/$field.jpg"
	photos="$photos --photo $field=$work/$field.jpg"
done
# shellcheck disable=SC2086
carry() { as 杨德胜 fill "$1" registration --data "$work/registration.json" $photos; }
does photos__are_signed_once carry "$first"
refuses photos_of_another_house__are_refused 3 "QR-61" carry "$second"
as 黄丽萍 decide same "$first" "$second" --reason "一户两册" >/dev/null 2>&1
does photos_of_the_same_house__are_taken carry "$second"
"$louce" check --rule QR-61 --list >"$work/out" 2>&1
holds check__finds__no_photo_of_another_house lacks "$(echo "$second" | cut -c 1-8)"
as 黄丽萍 decide apart "$first" "$second" --reason "另记" >/dev/null 2>&1
"$louce" check --rule QR-61 --list >"$work/out" 2>&1
holds check__finds__the_photo_of_another_house__again says "$(echo "$second" | cut -c 1-8)"
join() { for twin in $twins; do as 黄丽萍 decide same "$surveyed" "$twin" --reason "一户多册" || return 1; done; }
does decide__joins__all_of_them join
reports joined
does joined__counts__the_house_that_was_surveyed same before joined
does joined__has_a_smaller_number_among_them test "$smallest" != "$surveyed"
does status__says__how_many_are_joined sh -c "'$louce' status | grep -q '^$count more counted as another'"
"$louce" status --list >"$work/out" 2>&1
holds status_list__has__a_row_for_each_that_counts test "$(grep -cE '^[0-9a-f]{12}  ' "$work/out")" -eq "$(sed -n 's/^\([0-9]*\) buildings, .*/\1/p' "$work/out")"
"$louce" rebuild >/dev/null 2>&1
reports rebuilt
does joined__counts_the_same__after_a_rebuild same before rebuilt
does verify__proves__it "$louce" verify "$LOUCE_WORKSPACE"
# Undone for one: it counts again, the other three do not.
as 黄丽萍 decide apart "$surveyed" "$(echo $twins | cut -d' ' -f1)" --reason "看错了" >/dev/null 2>&1
reports apart
does apart__counts__one_again test "$(wc -l <"$work/apart")" -eq $(($(wc -l <"$work/before") + 1))

# A row that is one of them leads to the house that counts; what weighs much goes by whoever may decide, after a yes.
printf 'village,group_name,road,door_no,owner_name,listed_use\n451224204201,那亮,农村道路,91,韦建国,1\n' >"$work/again.csv"
as 黄丽萍 decide same "$surveyed" "$(echo $twins | cut -d' ' -f1)" --reason "一户多册" >/dev/null 2>&1
does roster__knows__a_house_that_is_counted_as_another as 杨德胜 roster import "$work/again.csv" --dry-run
holds roster__says__as_which says "is counted as house $(echo "$surveyed" | cut -c 1-8), by a decision that they are one"
holds roster__would_list__nothing says "0 would be added"

# A row with the numbers of both leads to the one that is counted.
number=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT v.platform_no FROM building b JOIN value_listing v USING (building) WHERE lower(hex(b.root)) = '$surveyed'")
where=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT division FROM building WHERE lower(hex(root)) = '$surveyed'")
sed 's/"owner_name"/"census_house_no":"C0091","owner_name"/' "$work/listing.json" >"$work/numbered.json"
sed -i "s/451224204201/$where/" "$work/numbered.json"
as 黄丽萍 fill --new listing --data "$work/numbered.json" >"$work/out" 2>&1
numbered=$(sed -n 's/.*building \([0-9a-f]*\)/\1/p' "$work/out")
printf 'village,group_name,road,door_no,owner_name,platform_no,census_house_no\n%s,那亮,农村道路,91,韦建国,%s,C0091\n' "$where" "$number" >"$work/both.csv"
refuses roster__refuses__the_numbers_of_two_houses 3 "one of the two is wrong" as 黄丽萍 roster import "$work/both.csv" --dry-run
as 黄丽萍 decide same "$surveyed" "$numbered" --reason "一户多册" >/dev/null 2>&1
as 黄丽萍 roster import "$work/both.csv" --dry-run >"$work/out" 2>&1
holds roster__takes__the_numbers_of_joined_houses_for_the_one_that_is_counted says "is \"\", becomes \"C0091\""

# Of two houses the one with a hazard is counted, though the other was signed further.
clean=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(b.root)) FROM building b JOIN value_classification v USING (building) WHERE \
	b.division LIKE '451224204%' AND v.conclusion NOT IN ('1', '2') AND b.level > (SELECT level FROM building WHERE lower(hex(root)) = '$surveyed') LIMIT 1")
as 黄丽萍 decide same "$clean" "$surveyed" --reason "一户多册" >"$work/out" 2>&1
holds joined__counts__the_house_with_the_hazard grep -qE "$(echo "$surveyed" | cut -c 1-12) .* is counted, $(echo "$clean" | cut -c 1-12) .* steps aside" "$work/out"
"$louce" report hazards --format csv 2>&1 | grep -v ^.Counted >"$work/hazards_now"
"$louce" check >"$work/out" 2>&1
holds check__finds__no_hazard_that_stepped_aside lacks "steps aside"
as 黄丽萍 decide apart "$clean" "$surveyed" --reason "看错了" >/dev/null 2>&1
"$louce" report hazards --format csv 2>&1 | grep -v ^.Counted >"$work/hazards_then"
holds joined__leaves__the_list_of_hazards_as_it_was same hazards_now hazards_then
refuses roster_out__of_a_hazard__is_no_inspectors_act 3 "weighs too much: only " as 杨德胜 roster out "$surveyed" --reason x --yes
refuses roster_out__of_a_hazard__is_asked 3 "nothing was done" as 黄丽萍 roster out "$surveyed" --reason x
holds roster_out__says__what_was_found says "found there: "
holds roster_out__says__how_to_agree says "To take these houses out all the same, with their open cases: add --yes --open-case"
holds roster_out__names__the_open_case says "a case is open there and is not closed by this: Hazard is open, next: "
refuses roster_out__of_an_open_case__is_asked_by_itself 3 "nothing was done" as 黄丽萍 roster out "$surveyed" --reason 已拆除 --yes
surveyed_short=$(echo "$surveyed" | cut -c 1-8)
"$louce" check --list >"$work/out" 2>&1
holds check__names__it says "$surveyed_short"
does roster_out__takes_out__after_a_yes as 黄丽萍 roster out "$surveyed" --reason 已拆除 --yes --open-case
"$louce" due >"$work/out" 2>&1
holds due__names__the_case_of_a_house_that_was_taken_out says "; the house was taken out of the roster"
"$louce" check >"$work/out" 2>&1
holds check__says__where_a_case_was_taken_out says "1 open case belongs to a house that was taken out of the roster"
"$louce" check --list >"$work/out" 2>&1
holds check__ends__with_findings_or_none [ $? -le 1 ]
holds check__names__no_house_that_there_is_not sh -c "[ -s '$work/out' ] && ! grep -q '$surveyed_short' '$work/out'"

# A table that corrects a signed house says which signatures fall, and is asked for a yes of its own.
signed=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT b.division || ',那亮,农村道路,韦改,' || v.platform_no FROM building b JOIN value_listing v USING (building) \
	WHERE b.division LIKE '451224204%' AND b.level > 0 AND v.platform_no IS NOT NULL AND v.no_such_house IS NULL AND lower(hex(b.root)) <> '$surveyed' ORDER BY b.level DESC LIMIT 1")
printf 'village,group_name,road,owner_name,platform_no\n%s\n' "$signed" >"$work/signed.csv"
refuses roster__asks__before_signatures_fall 3 "1 house is signed, and these signatures fall when the table corrects it" \
	as 黄丽萍 roster import "$work/signed.csv" --change
holds roster__names__whose_signature_falls sh -c "grep -q '^row 2, .*: .* (.*, 202' '$work/out'"
does roster__corrects__a_signed_house_after_a_yes as 黄丽萍 roster import "$work/signed.csv" --change --yes

# What nobody here can open may be the house of a new row.
sqlite3 "$LOUCE_WORKSPACE" "DELETE FROM box"
refuses roster__asks__about_houses_that_cannot_be_read 3 "of these villages cannot be read by you: a new row may be one of them, which would be listed twice. List them?" \
	as 杨德胜 roster import "$work/again.csv" --dry-run
does roster__lists__after_a_yes as 杨德胜 roster import "$work/again.csv" --dry-run --yes
tap_end
