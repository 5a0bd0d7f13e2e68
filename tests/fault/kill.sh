#!/bin/sh
# kill -9 before any change of a file in the middle of an act: founding a county, making a device, changing a passphrase, exporting, making a
# clean file of an altered one. What is half made is cleared by the next act in that folder, which succeeds; a file of anybody else's stays.
# LOUCE_KILL_EVERY=N: before every n-th change (make fault: every one). Speaks TAP.
set -u
louce=${LOUCE_BUILD:-.}/louce
every=${LOUCE_KILL_EVERY:-19}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LOUCE_HOME="$work/home" LANGUAGE=en LC_ALL=C.UTF-8
unset LOUCE_WORKSPACE
. "${LOUCE_SRC:-.}/tests/support/kill.sh"
n=0
echo demo >"$work/pass"
echo other >"$work/other"
: >"$work/out"

holds() { # NAME COMMAND...
	name=$1
	shift
	n=$((n + 1))
	if "$@"; then echo "ok $n - $name"; else
		echo "not ok $n - $name"
		sed 's/^/# /' "$work/wrong"
	fi
}
run() { env LD_PRELOAD="$preload" "$louce" "$@" >"$work/out" 2>&1; }
complain() {
	wrong=$((wrong + 1))
	echo "killed before change $at: $*" >>"$work/wrong"
	cat "$work/out" >>"$work/wrong"
}
# Nothing of ours is left, and somebody else's files are.
clean() { # FOLDER
	[ -z "$(find "$1" -name '.louce-*-*' | grep -v notes)" ] && [ -e "$1/.louce-notes.tmp" ] && [ -e "$1/theirs.new" ]
}
fresh() { # FOLDER
	rm -rf "$1"
	mkdir -p "$1"
	echo theirs >"$1/.louce-notes.tmp"
	echo theirs >"$1/theirs.new"
}
county() { run init county "$1" --county 451224 --name County --officer Officer1 --passphrase-file "$work/pass"; }

run key new Officer1 --passphrase-file "$work/pass"

# ---- founding
wrong=0 at=1 killed=0
: >"$work/wrong"
while fresh "$work/c" && kill_before $at "$work/c" init county "$work/c/w.louce" --county 451224 --name County --officer Officer1 \
	--passphrase-file "$work/pass"; do
	killed=$((killed + 1))
	if [ -e "$work/c/w.louce" ]; then # it was whole already
		run forms publish "$LOUCE_DATADIR/forms" -w "$work/c/w.louce" --as Officer1 --passphrase-file "$work/pass" || complain publish
	else
		county "$work/c/w.louce" || complain init county
	fi
	run verify "$work/c/w.louce" || complain verify
	"$louce" init device "$work/c/other.louce" --empty >"$work/out" 2>&1 || complain init device beside it
	clean "$work/c" || { ls -A "$work/c" >"$work/out"; complain something is left; }
	at=$((at + every))
done
echo "# founding: killed $killed times"
holds init_county__is_done_or_not_begun__wherever_it_was_killed [ $wrong -eq 0 ]
holds init_county__was_killed__more_than_twice [ $killed -gt 2 ]

# ---- a device
wrong=0 at=1 killed=0
: >"$work/wrong"
while fresh "$work/d" && kill_before $at "$work/d" init device "$work/d/w.louce" --empty; do
	killed=$((killed + 1))
	run init device "$work/d/w.louce" --empty || grep -q "is a device of" "$work/out" || complain init device
	run status -w "$work/d/w.louce" || complain status
	clean "$work/d" || { ls -A "$work/d" >"$work/out"; complain something is left; }
	at=$((at + every))
done
echo "# making a device: killed $killed times"
holds init_device__is_done_or_not_begun__wherever_it_was_killed [ $wrong -eq 0 ]

# ---- a passphrase
wrong=0 at=1 killed=0
: >"$work/wrong"
fresh "$work/home/keys-of-nobody"
while kill_before $at "$work/home/keys" key change Officer1 --passphrase-file "$work/pass" --new-passphrase-file "$work/other"; do
	killed=$((killed + 1))
	if run key change Officer1 --passphrase-file "$work/pass" --new-passphrase-file "$work/other"; then
		run key change Officer1 --passphrase-file "$work/other" --new-passphrase-file "$work/pass" || complain back
	else
		run key change Officer1 --passphrase-file "$work/other" --new-passphrase-file "$work/pass" || complain neither opens it
	fi
	[ -z "$(find "$work/home" -name '.louce-*-*')" ] || complain something is left
	at=$((at + 1))
done
run key change Officer1 --passphrase-file "$work/other" --new-passphrase-file "$work/pass"
echo "# changing a passphrase: killed $killed times"
holds key_change__leaves_the_old_or_the_new__wherever_it_was_killed [ $wrong -eq 0 ]
holds key_change__was_killed__in_the_middle [ $killed -ge 3 ]

# ---- an export
fresh "$work/e"
county "$work/county.louce"
wrong=0 at=1 killed=0
: >"$work/wrong"
export_it() { run export "$work/e/x.louce" -w "$work/county.louce" --as Officer1 --passphrase-file "$work/pass"; }
while fresh "$work/e" && kill_before $at "$work/e" export "$work/e/x.louce" -w "$work/county.louce" --as Officer1 \
	--passphrase-file "$work/pass"; do
	killed=$((killed + 1))
	rm -f "$work/e/x.louce"
	export_it || complain export
	clean "$work/e" || { ls -A "$work/e" >"$work/out"; complain something is left; }
	at=$((at + every))
done
echo "# exporting: killed $killed times"
holds export__can_be_done_again__wherever_it_was_killed [ $wrong -eq 0 ]

# ---- a clean file of an altered one
fresh "$work/r"
county "$work/r/good.louce"
wrong=0 at=1 killed=0
: >"$work/wrong"
alter() {
	cp "$work/r/good.louce" "$work/r/w.louce" && cp "$work/r/good.louce.local" "$work/r/w.louce.local" &&
		sqlite3 "$work/r/w.louce" 'CREATE TABLE theirs (a)'
}
while alter && kill_before $at "$work/r" rebuild -w "$work/r/w.louce"; do
	killed=$((killed + 1))
	run rebuild -w "$work/r/w.louce" || complain rebuild
	run verify "$work/r/w.louce" || complain verify
	# a file that was whole is rebuilt in place; what is left goes when something is written beside it
	run init device "$work/r/beside-$at.louce" --empty || complain init device beside it
	clean "$work/r" || { ls -A "$work/r" >"$work/out"; complain something is left; }
	at=$((at + every))
done
echo "# making a clean file: killed $killed times"
holds rebuild__can_be_done_again__wherever_it_was_killed [ $wrong -eq 0 ]
echo "1..$n"
