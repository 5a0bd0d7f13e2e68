#!/bin/sh
# A full and a read-only disk: a sentence, nothing lost, nothing half-written. Needs the right to mount; otherwise it is skipped. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
tap_leave() { umount "$work/disk" "$work/small" 2>/dev/null; }
mkdir "$work/disk"
if ! mount -t tmpfs -o size=3m none "$work/disk" 2>/dev/null; then
	echo "1..0 # SKIP no right to mount a small disk"
	exit 0
fi
"$louce" key new Officer --passphrase-file "$work/pass" >/dev/null
file="$work/disk/county.louce"
"$louce" init county "$file" --county 451224 --name 东兰县 --officer Officer --passphrase-file "$work/pass" >"$work/out" 2>&1 &&
	"$louce" forms publish "$LOUCE_DATADIR/forms" -w "$file" --as Officer --passphrase-file "$work/pass" >>"$work/out" 2>&1
tell() { if [ "$1" -eq 0 ]; then ok "$2"; else not_ok "$2"; fi; }
[ -s "$file" ]
tell $? "small_disk__holds__a_county"
before=$("$louce" status -w "$file" --json)
dd if=/dev/zero of="$work/disk/ballast" bs=1k count=9999 2>/dev/null
"$louce" rebuild -w "$file" >"$work/out" 2>&1
code=$?
[ $code -eq 4 ] && grep -q "is full" "$work/out"
tell $? "full_disk__refuses__with_its_sentence"
rm "$work/disk/ballast"
[ "$before" = "$("$louce" status -w "$file" --json)" ] && "$louce" verify "$file" >"$work/out" 2>&1
tell $? "full_disk__loses__nothing"
mount -o remount,ro "$work/disk"
"$louce" rebuild -w "$file" >"$work/out" 2>&1
code=$?
[ $code -eq 4 ] && grep -q "read-only\|cannot be" "$work/out"
tell $? "read_only_disk__refuses__with_its_sentence"
"$louce" verify "$file" >"$work/out" 2>&1
tell $? "read_only_disk__still_verifies"

# A stick and a disk that are too small for an export of 6 MB.
mkdir "$work/small"
mount -t tmpfs -o size=4m none "$work/small" || exit 1
export LOUCE_HOME="$work/demo/home"
LOUCE_CLOCK=1662000000 "$demo" "$work/demo" --buildings 60 --seed ui --single
officer=$(LOUCE_WORKSPACE="$work/demo/county.louce" holder county_officer 451224)
export_to() { "$louce" export "$1" -w "$work/demo/county.louce" --as "$officer" --passphrase-file "$work/pass" >"$work/out" 2>&1; }
export_to "$work/all.louce"
tell $? "export__is_made"
echo earlier >"$work/small/all.louce"
export_to "$work/small/all.louce"
code=$?
[ $code -eq 4 ] && grep -q "there is no room" "$work/out"
tell $? "small_stick__refuses__before_anything_is_written"
[ "$(cat "$work/small/all.louce")" = earlier ] && [ "$(ls -A "$work/small")" = all.louce ]
tell $? "small_stick__keeps__the_earlier_file"
"$louce" init device "$work/small/w.louce" --empty >"$work/out" 2>&1
"$louce" import -w "$work/small/w.louce" "$work/all.louce" >"$work/out" 2>&1
code=$?
[ $code -eq 4 ] && grep -q "is full" "$work/out"
tell $? "small_disk__refuses__an_import"
"$louce" status -w "$work/small/w.louce" --json >"$work/out" 2>&1 && grep -q '"steps":0,' "$work/out" &&
	"$louce" verify "$work/small/w.louce" >"$work/out" 2>&1
tell $? "small_disk__holds__nothing_of_it"
rm "$work/small/all.louce"
mount -o remount,size=64m "$work/small"
"$louce" import -w "$work/small/w.louce" "$work/all.louce" >"$work/out" 2>&1 && "$louce" verify "$work/small/w.louce" >"$work/out" 2>&1
tell $? "larger_disk__takes__the_same_file"
# Read-only, and gone: the name is that which was given, and the advice is for a stick.
mount -o remount,ro "$work/small"
export_to "$work/small/other.louce"
code=$?
[ $code -eq 4 ] && grep -q "small/other.louce\"* cannot be written: the disk is read-only; use another folder" "$work/out" && ! grep -q "\.tmp" "$work/out"
tell $? "read_only_stick__is_named__as_it_was_given"
export_to "$work/nowhere/other.louce"
code=$?
[ $code -eq 4 ] && grep -q "nowhere/other.louce\"* cannot be written" "$work/out" && ! grep -q "\.tmp" "$work/out"
tell $? "stick_that_is_gone__is_named__as_it_was_given"
tap_end
