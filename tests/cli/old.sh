#!/bin/sh
# A file once written by a released format opens for ever: tests/data has one of each. Speaks TAP.
set -u
louce=${LOUCE_BUILD:-.}/louce
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LOUCE_HOME="$work/home" LANGUAGE=en LC_ALL=C.UTF-8
n=0
# opens FORMAT HASH: verifies, shows this state hash, and shows it again after everything was derived anew
opens() {
	file="$work/$1.louce"
	cp "$LOUCE_SRC/tests/data/schema-$1.louce" "$file"
	chmod u+w "$file"
	for step in "verify $file" "rebuild -w $file" "verify $file"; do
		n=$((n + 1))
		# shellcheck disable=SC2086
		if "$louce" $step >"$work/out" 2>&1 && "$louce" status --json -w "$file" | grep -q "\"state_hash\":\"$2\""; then
			echo "ok $n - format_$1__${step%% *}s__with_its_state_hash"
		else
			echo "not ok $n - format_$1__${step%% *}s__with_its_state_hash"
			sed 's/^/# /' "$work/out"
		fi
	done
}
echo 1..3
opens 1 c0afc84f4a12e9ec1de11e9797487ab628c3bd1f811b4e61a5b5881a6b7a93cb
