#!/bin/sh
# The evidence of one house: its file proves itself in an empty home, holds this house's photos and nobody's private words, and not one byte of it may be
# another; its paper says the same digits. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 40 --seed ui --single
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
# The officer whose right is for this laptop: who writes its receipts.
office=$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' AND body ->> '\$.data.device' IS NOT NULL")
house=$(sql "SELECT lower(hex(b.root)) FROM building b JOIN value_classification c ON c.building = b.rowid WHERE c.conclusion = '1' ORDER BY b.level DESC, b.root LIMIT 1")
other=$(sql "SELECT lower(hex(root)) FROM building WHERE division = (SELECT division FROM building WHERE lower(hex(root)) = '$house') AND lower(hex(root)) <> '$house' ORDER BY root LIMIT 1")
mkdir "$work/o" "$work/empty"
# On a machine that knows nothing.
stranger() { env -u LOUCE_WORKSPACE LOUCE_HOME="$work/empty" "$louce" "$@"; }
holds house__is_there test -n "$house" -a -n "$other"
"$louce" receipt --as "$office" --passphrase-file "$work/pass" >/dev/null 2>&1

# ---- the file
does evidence__is_written as "$office" evidence --yes "$house" "$work/o"
file=$(echo "$work"/o/*.louce) paper=$(echo "$work"/o/*.pdf)
size=$(stat -c %s "$file")
holds evidence__tells__its_size grep -qF "$size bytes" "$work/out"
holds evidence__is__small test "$size" -lt 4000000
holds evidence__says__whose_records_stand_in_it grep -qE "open records of [0-9]+ other houses" "$work/out"
does file__proves_itself__to_a_stranger stranger verify "$file"
cp "$work/out" "$work/told"
holds stranger__is_told__of_the_house grep -qF "its number: $(echo "$house" | cut -c1-4) $(echo "$house" | cut -c5-8)" "$work/told"
holds stranger__is_told__to_ask_for_digits grep -qF "founding $("$louce" people | sed -n 's/^Founding step: //p'): ask the county office" "$work/told"
holds stranger__is_told__who_signed grep -qE '^  Preliminary hazard classification: .* \(Village inspector\), ' "$work/told"
holds stranger__is_told__the_proven_time grep -qE '^  Registration: .*; proven: before 2022-09-01' "$work/told"
holds stranger__is_told__that_nothing_is_missing grep -qF "Nothing is missing" "$work/told"
holds stranger__is_told__who_wrote_it grep -qE "^Written by .* \(County office\), 2022-09-01 .* by the clock of that laptop" "$work/told"
holds stranger__is_told__up_to_which_receipt grep -qE "^Up to county receipt [0-9]+ of 2022-09-01 " "$work/told"
holds file__is_read__by_its_owner_alone test "$(stat -c %a "$file")" = 600
holds stranger__keeps__nothing test -z "$(ls -A "$work/empty")"
stranger verify "$file" --house "$other" >"$work/out" 2>&1
holds other_house__is_a_finding__without_its_photos test $? -eq 1
holds other_house__is_not_told__that_nothing_is_missing test "$(grep -c "Nothing is missing" "$work/out")" -eq 0
holds other_house__misses__its_photos grep -q "^Missing: [0-9]* photos* or sealed values*" "$work/out"
refuses house__is_refused__that_is_not_in_the_file 3 "" stranger verify "$file" --house ffffffffffff
"$louce" export "$work/all.louce" --as "$office" --passphrase-file "$work/pass" >/dev/null 2>&1
keeps_from whole_export__tells__of_no_house "^House: " stranger verify "$work/all.louce"
does whole_export__tells__of_a_house_when_asked stranger verify "$work/all.louce" --house "$house"

# ---- what lies about: nothing afterwards, and what a killed louce left is cleared
mkdir "$work/tmp" "$work/precious"
left=.louce-00000000-00000000-00000000-000000000000
mkdir "$work/tmp/$left-0.tmp"
: >"$work/precious/house.louce"
: >"$work/tmp/$left-0.tmp/house.louce"
ln -s "$work/precious" "$work/tmp/$left-1.tmp"
touch -d '1 hour ago' "$work/tmp/$left-0.tmp"
does verify__leaves__nothing env TMPDIR="$work/tmp" "$louce" verify "$file"
holds left_folder__is_cleared test ! -e "$work/tmp/$left-0.tmp"
holds link__is_not_followed test -e "$work/precious/house.louce"
holds nothing__lies_about test "$(ls -A "$work/tmp")" = "$left-1.tmp"

# ---- what is in it
in_file() { sqlite3 "$file" "$1"; }
photos=$(sql "SELECT count(DISTINCT p.value ->> 'id') FROM step s, json_each(s.body -> 'photos') p WHERE s.body ->> 'building' = '$house' OR lower(hex(s.id)) = '$house'")
holds file__holds__the_photos_of_the_house test "$(in_file "SELECT count(*) FROM photo")" -eq "$photos" -a "$photos" -gt 0
boxes=$(sql "SELECT count(DISTINCT body ->> '\$.private.box') FROM step WHERE body ->> 'building' = '$house' OR lower(hex(id)) = '$house'")
holds file__holds__the_sealed_values_of_the_house test "$(in_file "SELECT count(*) FROM box")" -eq "$boxes"
holds file__holds__every_step_of_the_house test "$(in_file "SELECT count(*) FROM step WHERE body ->> 'building' = '$house'")" -eq "$(sql "SELECT count(*) FROM step WHERE body ->> 'building' = '$house' AND body ->> 'kind' <> 'print'")"
holds file__holds__whole_logs test -z "$(in_file "SELECT 1 FROM step s WHERE s.body ->> 'prev' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM step b WHERE lower(hex(b.id)) = s.body ->> 'prev') LIMIT 1")"
holds file__holds__no_log_of_another_village test "$(in_file "SELECT count(DISTINCT body ->> 'area') FROM step WHERE length(body ->> 'area') = 12")" -eq 1
"$louce" history "$house" --json --as "$office" --passphrase-file "$work/pass" >"$work/history"
owner=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["values"]["registration"]["owner_id"])' "$work/history")
holds owner__is_known__at_the_office test -n "$owner"
holds owner__is_not__in_the_file sh -c "! grep -qaF '$owner' '$file'"

# ---- one byte another
# altered NAME SQL
altered() {
	cp "$file" "$work/bad.louce"
	sqlite3 "$work/bad.louce" "$2"
	refuses "$1" 3 "" stranger verify "$work/bad.louce"
	holds "$1__and_told_of_no_house" test "$(grep -c '^House: ' "$work/out")" -eq 0
}
altered step__is_refused__of_another_byte "UPDATE step SET body = replace(body, '\"seq\":2,', '\"seq\":3,') WHERE n = (SELECT min(n) FROM step WHERE body LIKE '%\"seq\":2,%' AND body ->> 'building' = '$house')"
altered value__is_refused__of_another_byte "UPDATE step SET body = replace(body, '\"conclusion\":\"1\"', '\"conclusion\":\"3\"') WHERE body ->> 'building' = '$house' AND body ->> 'kind' = 'classification'"
altered signature__is_refused__of_another_byte "UPDATE step SET sig = CAST(x'00' || substr(sig, 2) AS BLOB) WHERE body ->> 'building' = '$house' AND body ->> 'kind' = 'registration'"
altered photo__is_refused__of_another_byte "UPDATE photo SET data = CAST(substr(data, 1, 300) || x'00' || substr(data, 302) AS BLOB) WHERE n = 1"
altered sealed_values__are_refused__of_another_byte "UPDATE box SET data = CAST(substr(data, 1, 60) || x'0001' || substr(data, 63) AS BLOB) WHERE n = (SELECT min(n) FROM box)"
altered receipt__is_refused__of_another_byte "UPDATE step SET sig = CAST(x'00' || substr(sig, 2) AS BLOB) WHERE body ->> 'kind' = 'receipt'"
altered founding__is_refused__of_another_byte "UPDATE step SET sig = CAST(x'00' || substr(sig, 2) AS BLOB) WHERE body ->> 'kind' = 'genesis'"
altered end__is_refused__of_another_byte "UPDATE trailer SET sig = CAST(x'00' || substr(sig, 2) AS BLOB)"
altered end__is_refused__of_another_count "UPDATE trailer SET body = replace(body, '\"lacks\":[]', '\"lacks\":[ ]')"
altered step__is_refused__that_is_gone "DELETE FROM step WHERE body ->> 'building' = '$house' AND body ->> 'kind' = 'photo_check'"
altered photo__is_refused__that_is_gone "DELETE FROM photo WHERE n = 1"

# ---- bad news cut off, and the end signed anew by who may: what county receipts name is not in it
# cut_off NAME CONDITION TEXT: a workspace without the last step of the log of its area that the condition names, and what its evidence is told to be.
cut_off() {
	rm -rf "$work/c" "$work/cut"
	cp -r "$work/d" "$work/c"
	mkdir "$work/cut"
	sqlite3 "$work/c/county.louce" "DELETE FROM step WHERE n = (SELECT n FROM step WHERE $2 AND body ->> 'kind' NOT IN ('receipt', 'credential', 'genesis', 'pack', 'print') ORDER BY n DESC LIMIT 1)"
	"$louce" rebuild -w "$work/c/county.louce" >/dev/null 2>&1
	LOUCE_HOME="$work/c/home" "$louce" evidence --yes "$house" "$work/cut" -w "$work/c/county.louce" --as "$office" --passphrase-file "$work/pass" >/dev/null 2>&1
	stranger verify "$work"/cut/*.louce >"$work/out" 2>&1
	holds "$1__is_no_success" test $? -eq 1
	holds "$1__is_told" grep -qF "Steps that the county received are not in this file." "$work/out"
	holds "$1__is_told__whose" grep -qE "^  of .*, .*: up to step [0-9]+$" "$work/out"
	holds "$1__is_not_told__to_be_whole" test "$(grep -c "Nothing is missing" "$work/out")" -eq 0
	holds "$1__is_told__who_wrote_it" grep -q "^Written by .* (County office), " "$work/out"
}
of_village="body ->> 'area' = (SELECT body ->> 'area' FROM step WHERE lower(hex(id)) = '$house')"
cut_off end_of_a_log "$of_village AND body ->> 'author' = (SELECT body ->> 'author' FROM step WHERE lower(hex(id)) = '$house')"
cut_off middle_of_a_log "$of_village AND body ->> 'seq' = 2"
cut_off end_of_another_log_of_the_village "$of_village AND body ->> 'author' <> (SELECT body ->> 'author' FROM step WHERE lower(hex(id)) = '$house')"

# ---- refusals, which write nothing
mkdir "$work/none"
refuses evidence__is_not_written__unasked 3 "add --yes" as "$office" evidence "$house" "$work/unasked"
holds evidence__says__what_is_signed grep -qF "that the paper was printed" "$work/out"
refuses evidence__is_refused__without_a_person 3 "name who prints with --as NAME" "$louce" evidence --yes "$house" "$work/none"
refuses evidence__is_refused__without_a_folder 2 "name the house, and the folder" as "$office" evidence "$house"
refuses evidence__is_refused__into_a_folder_without_a_name 2 "a word is empty" as "$office" evidence "$house" ""
refuses history__is_refused__of_a_house_without_a_name 2 "a word is empty" "$louce" history ""
refuses list__is_refused__into_a_file_without_a_name 2 "has an empty value" "$louce" list --out ""
refuses list__is_refused__into_a_file_without_a_name__after_an_equals_sign 2 "has an empty value" "$louce" list --out=
refuses evidence__is_refused__of_no_house 3 "" as "$office" evidence ffffffffffff "$work/none"
refuses evidence__is_refused__into_no_folder 4 "" as "$office" evidence --yes "$house" "$work/nowhere"
holds refusals__write__nothing test -z "$(ls -A "$work/none")"
does evidence__is_written__beside_an_older_one as "$office" evidence --yes "$house" "$work/o"
holds older_one__stays test "$(stat -c %s "$file")" -eq "$size" -a -s "${file%.louce}-2.louce"
does second_file__holds__the_printing_of_the_first stranger verify "${file%.louce}-2.louce"
if has_office; then holds printing__is_told grep -qF "Evidence of a house, serial " "$work/out"; fi
does workspace__verifies__after_it "$louce" verify "$LOUCE_WORKSPACE"

# ---- its paper
if has_office && command -v pdftotext >/dev/null && command -v zbarimg >/dev/null; then
	digits_of() { sed -n "s/^  its $1: //p" "$work/told" | tr -d ' '; }
	holds paper__tells__the_state_of_the_file sh -c "pdftotext '$paper' - | tr -d ' \n' | grep -qF '$(digits_of state)'"
	holds paper__tells__the_number_of_the_house sh -c "pdftotext '$paper' - | tr -d ' \n' | grep -qF '$(digits_of number)'"
	holds paper__tells__the_founding sh -c "pdftotext '$paper' - | tr -d ' \n' | grep -qF '$("$louce" people | sed -n 's/^Founding step: //p' | tr -d ' ')'"
	holds paper__tells__the_hash_of_the_file sh -c "pdftotext '$paper' - | tr -d ' \n' | grep -qF '$(python3 -c 'import hashlib, sys; print(hashlib.blake2b(open(sys.argv[1], "rb").read(), digest_size=32).hexdigest()[:32])' "$file")'"
	holds paper__tells__what_was_found sh -c "pdftotext '$paper' - | grep -qF 'Severe hazard'"
	holds paper__tells__the_whole_history sh -c "pdftotext -layout '$paper' - | grep -qF 'Everything that was signed'"
	for code in $(grep -oE '; code [0-9a-f]{8}' "$work/told" | cut -c8-); do
		holds "paper__tells__step_$code" sh -c "pdftotext '$paper' - | grep -qF $code"
	done
	holds owner__is_not__on_the_paper sh -c "! pdftotext '$paper' - | grep -qF '$owner'"
	holds paper__says__what_is_sealed sh -c "pdftotext '$paper' - | grep -qF sealed"
	holds paper__shows__its_photos test "$(pdfimages -list "$paper" | grep -c jpeg)" -gt 0
	pdftoppm -r 150 -png "$paper" "$work/code"
	code=$(for picture in "$work"/code*.png; do zbarimg -q --raw "$picture" 2>/dev/null; done | head -n 1)
	does paper__stands__at_the_office "$louce" verify --sheet "$code" --as "$office" --passphrase-file "$work/pass"
	holds paper__is_told__to_stand grep -qF "It stands as it was printed." "$work/out"
	LANGUAGE=zh_CN "$louce" evidence --yes "$house" "$work/none" --as "$office" --passphrase-file "$work/pass" >"$work/out" 2>&1
	holds paper__is_written__in_chinese sh -c "pdftotext '$(echo "$work"/none/*.pdf)' - | grep -qF 自建房排查整治证据表"
fi

# ---- numbered alike, though one of both names is free
rm -rf "$work/none"
mkdir "$work/none"
: >"$work/none/$(basename "$paper")"
does evidence__is_written__where_only_its_paper_stands as "$office" evidence --yes "$house" "$work/none"
holds pair__has_one_number test -s "$work/none/$(basename "${file%.louce}-2.louce")" -a ! -e "$work/none/$(basename "$file")"

# ---- joined with another house
does houses__are_joined as "$office" decide same "$other" "$house" --reason "一户两册"
rm -rf "$work/none"
mkdir "$work/none"
as "$office" evidence --yes "$house" "$work/none" >/dev/null 2>&1
stranger verify "$work"/none/*.louce >"$work/out" 2>&1
holds joined__is_told__with_which_by_whom grep -qE "^  It is one house with $(echo "$other" | cut -c1-8) .*decided by .* \(County office\), 2022-09-01" "$work/out"
tap_end
