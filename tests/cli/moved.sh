#!/bin/sh
# The program finds its forms and messages wherever it was moved to, also in a folder with spaces, and says what it was built of; what it was built
# with; `setup` without root. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
data=$LOUCE_DATADIR
unset LOUCE_DATADIR
says() { grep -qF -- "$1" "$work/out"; }

# forms_of PROGRAM: a county is founded, with the forms that lie beside the program.
forms_of() {
	export LOUCE_HOME="$work/home-$n"
	"$1" key new Officer --passphrase-file "$work/pass" && "$1" init county "$work/$n.louce" --county 451224 --name 东兰县 --officer Officer \
		--passphrase-file "$work/pass"
}
away="$work/a b"
mkdir -p "$away/bin" "$away/share/louce" && cp "$louce" "$away/bin/" && cp -r "$data/forms" "$away/share/louce/" && cp -r "$data/locale" "$away/share/"
cd / || exit 1
does installed__finds__its_forms forms_of "$away/bin/louce"
holds installed__finds__its_forms__beside_it says "/a b/bin/../share/louce/forms"
does installed__finds__its_messages env LANGUAGE=zh_CN "$away/bin/louce" --help
holds installed__speaks__chinese says 签名
mkdir "$work/tree" && cp "$louce" "$work/tree/" && cp -r "$data" "$work/tree/share"
does built__finds__its_forms forms_of "$work/tree/louce"
holds built__finds__its_forms__beside_it says "/tree/share/forms"
does built__finds__its_messages env LANGUAGE=zh_CN "$work/tree/louce" --help
holds built__speaks__chinese says 签名
ln -s "$away/bin/louce" "$work/link"
does link__is_followed env LANGUAGE=zh_CN "$work/link" --help
holds link__is_followed__to_its_messages says 签名
does outside__goes_first env LOUCE_DATADIR="$work/none" LANGUAGE=zh_CN "$away/bin/louce" --help
holds outside__goes_first__in_english says "signed safety surveys"

does version__names__what_it_was_built_of "$louce" --version
holds version__names__a_commit grep -qE '^louce [0-9.]+ \(([0-9a-f]{7,}|no commit known)' "$work/out"
for library in SQLite libsodium libyaml libzip expat; do
	holds "version__names__$library" grep -qE "$library[ _][0-9]+\\.[0-9]" "$work/out"
done

if readelf -hd "$louce" >"$work/out" 2>&1; then
	holds program__lies__anywhere_in_memory grep -qE 'Type: *DYN' "$work/out"
	holds program__is_bound__when_it_starts grep -qE 'BIND_NOW|Flags:.*NOW' "$work/out"
else
	ok "program__lies__anywhere_in_memory # SKIP no readelf"
	ok "program__is_bound__when_it_starts # SKIP no readelf"
fi
case $LOUCE_SRC in
*\ *) ok "program__holds__no_name_of_the_folder_it_was_built_in # SKIP spaces in its name" ;;
*) holds program__holds__no_name_of_the_folder_it_was_built_in sh -c "grep -qaF 'signed safety surveys' '$louce' && ! grep -qaF '$LOUCE_SRC/src' '$louce'" ;;
esac

# setup by somebody who is not root, on a machine without sudo, with nothing installed, in a folder with spaces.
cp "$LOUCE_SRC/setup" "$away/setup"
mkdir "$work/bin"
for tool in sh dirname grep sed env cat; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
printf '#!/bin/sh\necho 1000\n' >"$work/bin/id"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/dpkg-query"
chmod +x "$work/bin/id" "$work/bin/dpkg-query"
refuses setup__says__what_root_has_to_do 1 "no sudo here. As root: env DEBIAN_FRONTEND=noninteractive apt-get update" \
	env PATH="$work/bin" "$away/setup" build
refuses uninstall__refuses__where_nothing_was_built 1 "nothing was built here" env PATH="$work/bin" "$away/setup" uninstall
for what in bundle portable; do
	refuses "setup_${what}__asks__for_a_name" 1 "name the folder to make: setup $what DIR" env PATH="$work/bin" "$away/setup" $what
	refuses "setup_${what}__is_refused__over_what_is_there" 1 "\"$work\" is there already; choose another name" env PATH="$work/bin" "$away/setup" $what "$work"
done
# The package is built of what setup installs for building.
sed -n "/^build_packages=/,/'\$/p" "$LOUCE_SRC/setup" | tr ' \t' '\n\n' | grep -e '-dev' | tr -d "'" | grep -v '^libc6-dev$' | sort >"$work/of_setup"
sed -n '/^Build-Depends:/,/^$/p' "$LOUCE_SRC/packaging/debian/control" | tr -d ' ' | tr , '\n' | grep -e '-dev' | sort >"$work/of_package"
does package__is_built__of_what_setup_installs diff "$work/of_setup" "$work/of_package"
refuses setup__names__what_it_does 2 "build | demo [--fresh] | check | install | uninstall | deb | bundle DIR | portable DIR" env PATH="$work/bin" "$away/setup"
tap_end
