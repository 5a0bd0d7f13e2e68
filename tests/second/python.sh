# For the scripts beside it: $python is one that has what the second reading stands on; else a line of TAP says what is missing.
# skip_without_python NAME
skip_without_python() {
	for python in python3 /usr/bin/python3; do
		"$python" -c 'import nacl, yaml' 2>/dev/null && return 0
	done
	echo 1..1
	echo "ok 1 - $1 # skip python3-nacl or python3-yaml is not here (Debian: python3-nacl python3-yaml)"
	exit 0
}
