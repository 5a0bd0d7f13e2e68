#!/bin/sh
# A workspace whose schema is not ours is not opened but by louce rebuild; verify compares every derived row; a file from elsewhere is taken
# over, never opened in place. Speaks TAP.
set -u
louce=${LOUCE_BUILD:-.}/louce demo=${LOUCE_SRC:-.}/tests/support/demo
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LANGUAGE=en LC_ALL=C.UTF-8 LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home"
n=0
holds() {
	n=$((n + 1))
	name=$1
	shift
	if "$@" >"$work/out" 2>&1; then echo "ok $n - $name"; else
		echo "not ok $n - $name"
		sed 's/^/# /' "$work/out"
	fi
}
# exits CODE SENTENCE COMMAND...
exits() {
	code=$1 sentence=$2
	shift 2
	"$@" >"$work/said" 2>&1
	is=$?
	cat "$work/said"
	[ $is -eq "$code" ] && grep -qF "$sentence" "$work/said"
}
sql() { sqlite3 "$work/$1" "$2"; }
hash_of() { "$louce" status --json -w "$work/$1" | sed -n 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/p'; }
same_state() { [ -n "$state" ] && [ "$(hash_of "$1")" = "$state" ]; }
is() { echo "$1 $2"; [ "$1" = "$2" ]; }

"$demo" "$work/d" --buildings 20 --seed ui --single
mv "$work/d/county.louce" "$work/whole.louce"
mv "$work/d/county.louce.local" "$work/whole.louce.local"
state=$(hash_of whole.louce)
houses=$(sql whole.louce 'SELECT count(*) FROM building')
photos=$(sql whole.louce 'SELECT count(*) FROM photo')
fresh() { cp "$work/whole.louce" "$work/$1" && cp "$work/whole.louce.local" "$work/$1.local"; }
# half the houses gone from a derived table, every conclusion "none": the schema stays as it was
lie="DELETE FROM building WHERE building % 2; UPDATE value_classification SET conclusion = 'none'"
trigger="CREATE TRIGGER tidy AFTER INSERT ON step BEGIN DELETE FROM photo; END"

holds verify__holds__an_honest_file "$louce" verify "$work/whole.louce"

# ---- rows
fresh rows.louce
sql rows.louce "$lie"
holds verify__refuses__altered_rows exits 3 'does not verify' "$louce" verify "$work/rows.louce"
holds verify__names__the_table_and_the_building grep -qE '^building [0-9a-f]{8}: the table "value_classification" says other than the steps; run louce rebuild$' "$work/said"
holds verify__names__the_table_of_missing_houses grep -qE '^building [0-9a-f]{8}: the table "building" says other' "$work/said"
for change in "UPDATE fact SET hazardous = 1 - ifnull(hazardous, 0) WHERE building = (SELECT max(building) FROM fact)" \
	"DELETE FROM place WHERE n = (SELECT max(n) FROM place)" "DELETE FROM signed WHERE rowid IS NULL OR building > 3" \
	"INSERT INTO findings_of_rules VALUES (1, 'x', 'info', 1, 0, NULL)" "UPDATE unjudged SET rules = rules || '[QR-00]'" "UPDATE divisions SET name = 'x'" \
	"DELETE FROM list_conclusion" "INSERT INTO photo_of SELECT * FROM photo_of LIMIT 1" "UPDATE log SET device = zeroblob(16)" \
	"UPDATE place SET at = at + 1 WHERE n = 3"; do
	fresh one.louce
	sqlite3 "$work/one.louce" "$change" 2>/dev/null || sqlite3 "$work/one.louce" "UPDATE building SET changed = changed + 1"
	holds "verify__tells__$(echo "$change" | cut -d' ' -f1-3 | tr ' ' '_')" exits 3 'says other than the steps' "$louce" verify "$work/one.louce"
done
holds rebuild__mends__rows exits 0 'buildings derived anew' "$louce" rebuild -w "$work/rows.louce"
holds rebuild__brings_back__the_state same_state rows.louce
holds rebuild__leaves__a_file_that_verifies "$louce" verify "$work/rows.louce"

# ---- schema: the file that was once handed over, and opened, reported and verified as good
fresh altered.louce
sql altered.louce "$lie; $trigger"
holds open__refuses__a_trigger exits 3 '"tidy" in it is not as louce writes it; louce rebuild makes a clean file of its steps' \
	"$louce" status -w "$work/altered.louce"
holds report__refuses__a_trigger exits 3 'was altered' "$louce" report annex1 -w "$work/altered.louce"
holds verify__refuses__a_trigger exits 3 'was altered' "$louce" verify "$work/altered.louce"
holds import__refuses__a_trigger exits 3 'commands are hidden in it' "$louce" import -w "$work/rows.louce" "$work/altered.louce"
device=$(sqlite3 "$work/altered.louce.local" .dump | cksum)
cp "$work/altered.louce" "$work/before"
holds rebuild__makes__a_clean_file exits 0 'was altered: it is a clean file of its steps now; the file as it was is kept as' "$louce" rebuild -w "$work/altered.louce"
holds rebuild__tells__where_the_altered_file_is_kept grep -qF "\"$work/altered.louce.altered\"" "$work/said"
holds rebuild__keeps__the_altered_file cmp "$work/before" "$work/altered.louce.altered"
LOUCE_WORKSPACE="$work/altered.louce" "$louce" doctor >"$work/said" 2>&1
holds doctor__tells__of_the_kept_file__with_size_day_and_remedy grep -qE "altered.louce.altered\" was put aside when it was found altered: [0-9.]+ MB, last written on [0-9-]+\. What to do: .*rm '$work/altered.louce.altered'" "$work/said"
holds rebuild__leaves__nothing_foreign is "$(sql altered.louce "SELECT count(*) FROM sqlite_schema WHERE name = 'tidy'")" 0
holds rebuild__keeps__every_photo is "$(sql altered.louce 'SELECT count(*) FROM photo')" "$photos"
holds rebuild__brings_back__every_house is "$(sql altered.louce 'SELECT count(*) FROM building')" "$houses"
holds rebuild__brings_back__the_state__of_a_clean_file same_state altered.louce
holds rebuild__keeps__the_local_notes is "$(sqlite3 "$work/altered.louce.local" .dump | cksum)" "$device"
holds rebuild__makes__a_private_file is "$(stat -c %a "$work/altered.louce")" 600
holds rebuild__leaves__a_clean_file_that_verifies "$louce" verify "$work/altered.louce"

# what the file chose and noted itself: whom it follows and who said so, what waits and who brought it, what others said they have
fresh own.louce
officer=$(sql own.louce "SELECT body ->> '$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '$.data.role' = 'county_officer' LIMIT 1")
echo demo >"$work/pass"
own() { "$louce" "$@" -w "$work/own.louce" --passphrase-file "$work/pass"; }
holds own_file__is_exported own export "$work/own-export.louce" --as "$officer"
holds own_file__takes_in__a_trailer own import "$work/own-export.louce"
"$louce" key new Zhang --passphrase-file "$work/pass" >/dev/null 2>&1
holds own_file__asks__for_a_right own request Zhang --role inspector --area "$(sql own.louce "SELECT division FROM building LIMIT 1")"
key=$(sql own.louce "SELECT quote(author) FROM ack LIMIT 1")
sql own.louce "UPDATE pin SET how = 2, n = 7; INSERT INTO pin (n, genesis, how) SELECT 9, genesis, 1 FROM pin;
	INSERT INTO pending (id, author, body, sig, carrier) SELECT id, zeroblob(32), replace(body, body ->> '$.author', printf('%.*c', 64, 'a')), sig, $key
	FROM step WHERE body ->> '$.kind' = 'listing' LIMIT 2"
notes="SELECT hex(genesis), how FROM pin ORDER BY n; SELECT hex(author), hex(device), body, hex(sig) FROM ack ORDER BY n;
	SELECT hex(id), hex(carrier), carrier IS NULL FROM request ORDER BY n; SELECT body, hex(carrier), carrier IS NULL FROM pending ORDER BY n"
sql own.louce "$notes" >"$work/own-before"
before=$(hash_of own.louce)
sql own.louce "CREATE INDEX mine ON step (sig)"
cp "$work/own.louce" "$work/own-altered.louce"
cp "$work/own.louce.local" "$work/own-altered.louce.local"
holds rebuild__cleans__a_file_with_its_own_choices exits 0 'it is a clean file of its steps now' "$louce" rebuild -w "$work/own.louce"
sql own.louce "$notes" >"$work/own-after"
holds rebuild__keeps__pins_acks_and_carriers diff "$work/own-before" "$work/own-after"
holds own_choices__are__some test "$(sort -u "$work/own-before" | wc -l)" -ge 4
holds rebuild__brings_back__the_state__with_a_pin is "$(hash_of own.louce)" "$before"
for change in 'UPDATE pin SET genesis = zeroblob(32) WHERE how = 2' 'UPDATE pin SET genesis = zeroblob(31) WHERE how = 1' 'DROP TABLE pin' \
	'DROP TABLE pin; CREATE VIEW pin AS SELECT 1 AS n, zeroblob(32) AS genesis, 1 AS how' 'ALTER TABLE pin RENAME COLUMN how TO x'; do
	cp "$work/own-altered.louce" "$work/one.louce"
	cp "$work/own-altered.louce.local" "$work/one.louce.local"
	sql one.louce "$change"
	cp "$work/one.louce" "$work/before"
	holds "rebuild__changes_nothing__where_a_pin_is_lost__$(echo "$change" | cut -c1-30 | tr -c 'a-zA-Z\n' _)" exits 3 'which founding of the county it follows' "$louce" rebuild -w "$work/one.louce"
	holds "rebuild__leaves__the_file_alone__$(echo "$change" | cut -c1-30 | tr -c 'a-zA-Z\n' _)" sh -c "cmp '$work/before' '$work/one.louce' && test ! -e '$work/one.louce.altered'"
done

# what any other object looks like
for change in "CREATE VIEW mine AS SELECT 1" "CREATE TABLE mine (a)" "CREATE INDEX mine ON step (sig)" "CREATE INDEX mine ON building (hash)" \
	"CREATE TABLE value_mine (building INTEGER PRIMARY KEY)" "DROP INDEX building_task" "DROP VIEW b; CREATE VIEW b AS SELECT * FROM building" \
	"ALTER TABLE value_listing ADD COLUMN mine" "ALTER TABLE photo ADD COLUMN mine BLOB" "DROP TABLE fact; CREATE VIEW fact AS SELECT 1 AS building"; do
	fresh one.louce
	sql one.louce "$change"
	holds "open__refuses__$(echo "$change" | cut -d' ' -f1-3 | tr ' ' '_')" exits 3 'was altered' "$louce" status -w "$work/one.louce"
done

# a truth that somebody else wrote into
fresh column.louce
sql column.louce "ALTER TABLE photo ADD COLUMN mine BLOB; ALTER TABLE step ADD COLUMN noted TEXT NOT NULL DEFAULT 'x'"
holds rebuild__takes__the_truth_from_among_other_columns exits 0 'it is a clean file of its steps now' "$louce" rebuild -w "$work/column.louce"
holds rebuild__brings_back__the_state__without_other_columns same_state column.louce
holds rebuild__keeps__every_photo__without_other_columns is "$(sql column.louce 'SELECT count(*) FROM photo')" "$photos"
fresh renamed.louce
sql renamed.louce "ALTER TABLE step RENAME COLUMN body TO text"
holds rebuild__says_what_can_be_done__where_a_column_is_gone exits 3 'was altered so that its steps can no longer be found; use another copy of it, or take the steps back from a stick' \
	"$louce" rebuild -w "$work/renamed.louce"
fresh renamed.louce
sql renamed.louce "ALTER TABLE box RENAME TO boxes"
holds rebuild__says_what_can_be_done__where_a_table_is_gone exits 3 'use another copy of it, or take the steps back from a stick' \
	"$louce" rebuild -w "$work/renamed.louce"

# ---- another version of the derived tables
fresh version.louce
sql version.louce 'UPDATE derived SET version = version + 1; DROP TABLE fact; CREATE TABLE facts_of_tomorrow (a); UPDATE building SET level = 9'
holds verify__tells__another_version exits 1 'was made by another version of louce' "$louce" verify "$work/version.louce"
holds open__derives_anew__what_another_version_derived same_state version.louce
holds open__drops__tables_of_another_version is "$(sql version.louce "SELECT count(*) FROM sqlite_schema WHERE name = 'facts_of_tomorrow'")" 0
holds verify__holds__after_another_version "$louce" verify "$work/version.louce"
fresh version.louce
sql version.louce "UPDATE derived SET version = 0; $trigger"
holds open__refuses__a_trigger__whatever_the_version exits 3 'was altered' "$louce" status -w "$work/version.louce"
fresh version.louce
sql version.louce "UPDATE derived SET pack_tables = zeroblob(32); ALTER TABLE value_listing ADD COLUMN later"
holds open__derives_anew__other_tables_of_the_pack same_state version.louce

# a table that SQLite keeps for itself, and cannot drop
for version in '' 'UPDATE derived SET version = 0'; do
	fresh sequence.louce
	sql sequence.louce "CREATE TABLE mine (a INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE mine; $version"
	holds "open__refuses__a_sequence${version:+__whatever_the_version}" exits 3 '"sqlite_sequence" in it is not as louce writes it; louce rebuild makes' \
		"$louce" status -w "$work/sequence.louce"
	holds "verify__refuses__a_sequence${version:+__whatever_the_version}" exits 3 '"sqlite_sequence" in it is not as louce writes it' "$louce" verify "$work/sequence.louce"
	holds "rebuild__cleans__a_sequence${version:+__whatever_the_version}" exits 0 'it is a clean file of its steps now' "$louce" rebuild -w "$work/sequence.louce"
	holds "rebuild__brings_back__the_state__without_a_sequence${version:+__whatever_the_version}" same_state sequence.louce
done

# ---- a page of a derived table that holds photos as well
root() { sql "$1" "SELECT rootpage FROM sqlite_schema WHERE name = '$2'"; }
last_of() { echo $((($(root "$1" "$2") - 1) * 8192 + 8)); } # where a table's first page has the number of its last one
share() { dd if="$work/$1" of="$work/$1" bs=1 count=4 conv=notrunc skip="$(last_of "$1" photo)" seek="$(last_of "$1" place)" 2>/dev/null; }
fresh shared.louce
share shared.louce
holds verify__refuses__a_page_used_twice exits 3 'is damaged' "$louce" verify "$work/shared.louce"
holds rebuild__drops_no_page__that_is_used_twice exits 0 'it is a clean file of its steps now' "$louce" rebuild -w "$work/shared.louce"
holds rebuild__keeps__the_photos__on_it is "$(sql shared.louce 'SELECT count(*) FROM photo')" "$photos"
holds rebuild__leaves__pages_that_verify "$louce" verify "$work/shared.louce"
fresh shared.louce
sql shared.louce 'UPDATE derived SET version = 0'
share shared.louce
holds open__drops_no_page__that_is_used_twice exits 3 'is damaged' "$louce" status -w "$work/shared.louce"
holds rebuild__keeps__the_photos__whatever_the_version exits 0 'it is a clean file of its steps now' "$louce" rebuild -w "$work/shared.louce"

# ---- a file that follows no county
for pin in 'DELETE FROM pin' 'UPDATE pin SET genesis = zeroblob(32)'; do
	fresh pin.louce
	sql pin.louce "$pin"
	for command in 'status' 'report annex1' 'check' 'due' 'receipt' 'export x.louce'; do
		# shellcheck disable=SC2086
		holds "no_county__is_said__by_${command%% *}__${pin%% *}" exits 3 'follows no county: the founding step it is pinned to is not in it' "$louce" $command -w "$work/pin.louce"
	done
	holds "no_county__is_said__by_verify__${pin%% *}" exits 3 'follows no county' "$louce" verify "$work/pin.louce"
	holds "rebuild__finds__the_county__${pin%% *}" exits 0 'it is a clean file of its steps now' "$louce" rebuild -w "$work/pin.louce"
	holds "rebuild__brings_back__the_state__of_the_county__${pin%% *}" same_state pin.louce
done

# ---- a file from elsewhere
export LOUCE_HOME="$work/elsewhere"
cp "$work/whole.louce" "$work/handed.louce"
chmod 644 "$work/handed.louce"
sql handed.louce "$lie"
holds init_device__takes_over__a_handed_file exits 0 'This laptop is now a device' "$louce" init device "$work/handed.louce"
holds init_device__derives__what_the_steps_say same_state handed.louce
holds init_device__makes__a_private_file is "$(stat -c %a "$work/handed.louce")" 600
holds init_device__leaves__a_file_that_verifies "$louce" verify "$work/handed.louce"
holds init_device__refuses__a_second_number exits 3 'is a device of' "$louce" init device "$work/handed.louce"
cp "$work/whole.louce" "$work/evil.louce"
sql evil.louce "$trigger"
holds init_device__takes_over__a_file_with_a_trigger exits 0 'This laptop is now a device' "$louce" init device "$work/evil.louce"
holds init_device__leaves_behind__the_trigger is "$(sql evil.louce "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'")" 0
holds init_device__takes_over__every_photo is "$(sql evil.louce 'SELECT count(*) FROM photo')" "$photos"
holds init_device__derives__the_state_without_the_trigger same_state evil.louce
cp "$work/whole.louce" "$work/forged.louce"
sql forged.louce "UPDATE step SET body = replace(body, 'YS', 'YT') WHERE n = (SELECT max(n) FROM place WHERE kind = 'listing')"
holds init_device__refuses__an_altered_step exits 3 'not what was signed' "$louce" init device "$work/forged.louce"
echo "1..$n"
