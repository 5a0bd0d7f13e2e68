#!/bin/sh
# Demonstration, export and import on an older kernel (every call since Linux 5.1 missing, then each by itself) and where a container's filter
# stands already; where seccomp is refused nothing is read, and the sentence says so. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
kernel=${LOUCE_BUILD:-.}/tests/support/kernel
# round CALLS CODE: a stick is written and taken in by a new file.
round() {
	rm -rf "$work/new" && mkdir "$work/new" || return 1
	LOUCE_HOME="$work/demo/home" "$kernel" "$1" "$2" "$louce" export "$work/new/stick.louce" -w "$work/demo/county.louce" --as "$officer" \
		--passphrase-file "$work/pass" || return 1
	LOUCE_HOME="$work/new/home" "$louce" init device "$work/new/w.louce" --empty || return 1
	LOUCE_HOME="$work/new/home" "$kernel" "$1" "$2" "$louce" import "$work/new/stick.louce" -w "$work/new/w.louce"
}

does demo__is_made__on_linux_4_19 "$kernel" later ENOSYS "$louce" demo "$work/demo" --buildings 12 --seed kernel --no-ui
export LOUCE_WORKSPACE="$work/demo/county.louce"
officer=$(LOUCE_HOME="$work/demo/home" holder county_officer)
does stick__travels__on_linux_4_19 round later ENOSYS
does stick__travels__where_a_filter_stands_already round none EPERM
does stick__travels__where_the_container_forbids_later_calls round close_range,openat2,pidfd_open EPERM
for call in close_range clone3 faccessat2 openat2 renameat2 getrandom statx membarrier copy_file_range; do
	does "stick__travels__without_$call" round $call ENOSYS
done
does stick__travels__where_renameat2_is_forbidden round renameat2 EPERM
unset LOUCE_WORKSPACE
refuses import__refuses__where_nothing_can_be_locked_up 4 "does not let the reader be locked up (seccomp)" \
	"$kernel" prctl,seccomp EPERM "$louce" import "$work/new/stick.louce" -w "$work/new/w.louce"
tap_end
