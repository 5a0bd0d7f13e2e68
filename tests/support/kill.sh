# Kills the program before a change of a file, at just that change on any machine; sourced. Needs tests/fault/record.so.
# shellcheck shell=sh
preload=${LOUCE_BUILD:-.}/tests/fault/record.so:${LOUCE_BUILD:-.}/tests/support/quick_keys.so

# kill_before NUMBER PATH WORDS...: louce WORDS, killed before its change of that number to files whose path begins with PATH; false when it ended
# by itself before. What it says goes into $work/out.
kill_before() {
	number=$1 folder=$2
	shift 2
	env LD_PRELOAD="$preload" LOUCE_RECORD_ROOT="$folder" LOUCE_RECORD_KILL="$number" "$louce" "$@" >"$work/out" 2>&1
	[ $? -eq 137 ]
}

# kill_all_over TRY: calls TRY NUMBER, which tells whether it was killed, from the first change to the last: in doubling steps, then near the end.
kill_all_over() {
	low=0 high=1
	while "$1" $high; do low=$high high=$((high * 2)); done
	while [ $((high - low)) -gt 1 ]; do
		middle=$(((low + high) / 2))
		if "$1" $middle; then low=$middle; else high=$middle; fi
	done
	for back in 1 2 3 5; do
		[ $low -le $back ] || "$1" $((low - back))
	done
}
