#!/bin/sh
# louce-window: the terminal that is here, what it is told to run, and the words for none. No window is opened: terminals of the test stand in.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"

# A folder with what the script needs and nothing else, and the program beside it.
tools=$work/tools
mkdir "$tools" "$work/bin"
for tool in sh dirname printf; do ln -s "$(command -v $tool)" "$tools/"; done
printf '#!/bin/sh\necho UTF-8\n' >"$tools/locale"
cp "$LOUCE_SRC/packaging/louce-window" "$work/bin/"
printf '#!/bin/sh\necho "louce: $*"\nexit 3\n' >"$work/bin/louce"
chmod +x "$tools/locale" "$work/bin/louce"
# A terminal that writes its arguments down, one a line.
terminal() {
	printf '#!/bin/sh\necho "%s"\nfor a; do printf "[%%s]\\n" "$a"; done\n' "$1" >"$tools/$1"
	chmod +x "$tools/$1"
}
window() { PATH=$tools "$work/bin/louce-window" "$@"; }

refuses no_terminal__is_said 4 'no terminal is here to open a window with; install one' window
terminal x-terminal-emulator
does any_terminal__is_taken window
holds any_terminal__is_taken__by_its_name grep -qx x-terminal-emulator "$work/out"
terminal xterm
does xterm__goes_first window -w 'a b.louce'
holds xterm__goes_first__by_its_name grep -qx xterm "$work/out"
holds xterm__speaks_utf8 grep -qFx '[-u8]' "$work/out"
holds xterm__is_large_enough grep -qFx '[100x32]' "$work/out"
holds louce__is_the_one_beside_it grep -qFx "[$work/bin/louce]" "$work/out"
holds louce__gets_its_words__whole grep -qFx '[a b.louce]' "$work/out"
terminal gnome-terminal
does desktop__goes_before_xterm window
holds desktop__goes_before_xterm__by_its_name grep -qx gnome-terminal "$work/out"
# What the terminal runs: louce, and what it said stays until somebody has read it.
sed -n 's/^\[\(.*\)\]$/\1/p' "$work/out" | sed -n '/^sh$/,$p' | sed 1,2d >"$work/line"
does failing__stays_to_be_read sh -c 'echo | sh -c "$(head -n 1 "$1")" "$2" x' sh "$work/line" "$work/bin/louce"
holds failing__stays_to_be_read__with_its_code grep -qF '[3] Enter:' "$work/out"

# The entry of the desktop starts what is installed, under an icon that is there.
desktop=$LOUCE_SRC/packaging/louce.desktop
holds desktop__starts__the_window grep -qx 'Exec=louce-window' "$desktop"
holds desktop__shows__the_icon [ -f "$LOUCE_SRC/packaging/$(sed -n 's/^Icon=//p' "$desktop").svg" ]
holds desktop__speaks__chinese grep -qx 'Name\[zh_CN\]=楼策' "$desktop"
if command -v desktop-file-validate >/dev/null; then
	does desktop__is_right desktop-file-validate "$desktop"
else
	ok "desktop__is_right # SKIP no desktop-file-validate"
fi
tap_end
