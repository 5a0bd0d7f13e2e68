#!/bin/sh
# A demonstration county in the program and in the second reading: the same state hash of every township and village and of every house, in the
# county's file and in each laptop's. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
. "${LOUCE_SRC:-.}/tests/second/python.sh"
skip_without_python hashes__agree__with_a_second_reading
export LOUCE_HOME="$work/demo/home" PYTHONDONTWRITEBYTECODE=1

second() { "$python" "${LOUCE_SRC:-.}/tests/second/second.py" "$@"; }
# agrees FILE AREA: state hash of the area, of the file that was read last
agrees() {
	"$louce" status -w "$1" --area "$2" --json | sed 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/' >"$work/theirs"
	sed -n "s/^area ${2:-\"\"} //p" "$work/lines" >"$work/ours"
	[ "$(wc -c <"$work/ours")" -eq 65 ] && cmp -s "$work/theirs" "$work/ours"
}
reads() { second "$1" --area "$2" >"$work/lines" 2>&1; } # FILE AREA,...
# FILE: each house of the file, which was judged last, and that there are some.
houses_agree() {
	sqlite3 "$1" "SELECT lower(hex(root)) || ' ' || lower(hex(hash)) FROM building WHERE division IS NOT NULL ORDER BY root" >"$work/theirs"
	sed -n 's/^building //p' "$work/lines" >"$work/ours"
	[ -s "$work/ours" ] && cmp -s "$work/theirs" "$work/ours"
}

"$demo" "$work/demo" --buildings 60 --seed demo
cd "$work/demo" || exit 1
holds county__is_read__a_second_time reads county.louce ",$(ls laptops | paste -sd ,)"
holds county__agrees__with_a_second_reading agrees county.louce ''
holds houses__agree__with_a_second_reading houses_agree county.louce
grep -v '^\(chain\|pack\|building\|area\) ' "$work/lines" | sed 's/^/# /'
for code in $(ls laptops); do
	holds "area__agrees__with_a_second_reading_$code" agrees county.louce "$code"
done
for code in $(ls laptops); do
	holds "laptop__is_read__a_second_time_$code" reads "laptops/$code/$code.louce" "$code"
	holds "laptop__agrees__with_a_second_reading_$code" agrees "laptops/$code/$code.louce" "$code"
	holds "houses_of_laptop__agree__with_a_second_reading_$code" houses_agree "laptops/$code/$code.louce"
done
tap_end
