#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A small file of /proc or /etc; its length, 0 when it cannot be read. */
static size_t
read_small(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, out, size - 1);

	if (fd >= 0)
		close(fd);
	out[got > 0 ? got : 0] = '\0';
	return got > 0 ? (size_t)got : 0;
}

/* FNV-1a of what a file says. A machine's number is shown to nobody, only compared. */
static uint32_t
digest_of(const char *path)
{
	char text[128];
	size_t len = read_small(path, text, sizeof(text));
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash;
}

/* Clock ticks from the boot to the start of a process, field 22 of its stat; 0 when there is no such process. */
static uint64_t
started_at(long pid)
{
	char path[40], text[1024], *at;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if (!read_small(path, text, sizeof(text)) || !(at = strrchr(text, ')'))) /* the name before it may hold anything */
		return 0;
	at++;
	for (int field = 2; field < 21; field++) {
		at = strchr(at + 1, ' ');
		if (!at)
			return 0;
	}
	return strtoull(at, NULL, 10) & 0xffffffffffffULL;
}

static void
write_name(char out[PROCESS_NAME_LEN + 1], long pid)
{
	char text[64];

	snprintf(text, sizeof(text), "%08" PRIx32 "-%08" PRIx32 "-%08" PRIx32 "-%012" PRIx64, digest_of("/etc/machine-id"),
		 digest_of("/proc/sys/kernel/random/boot_id"), (uint32_t)pid, started_at(pid));
	memcpy(out, text, PROCESS_NAME_LEN);
	out[PROCESS_NAME_LEN] = '\0';
}

void
process_name(char out[PROCESS_NAME_LEN + 1])
{
	write_name(out, (long)getpid());
}

bool
process_is_name(const char *text)
{
	for (size_t i = 0; i < PROCESS_NAME_LEN; i++)
		if (!text[i] || !strchr(i == 8 || i == 17 || i == 26 ? "-" : "0123456789abcdef", text[i]))
			return false;
	return true;
}

enum process_state
process_look(const char *name)
{
	char now[PROCESS_NAME_LEN + 1];
	long pid;

	if (!process_is_name(name))
		return PROCESS_ELSEWHERE;
	pid = strtol(name + 18, NULL, 16);
	write_name(now, pid);
	if (memcmp(now, name, 9) != 0)
		return PROCESS_ELSEWHERE;
	if (memcmp(now, name, 18) != 0 || pid <= 0)
		return PROCESS_ENDED;
	if (kill((pid_t)pid, 0) != 0 && errno == ESRCH)
		return PROCESS_ENDED;
	/* The number was given out again when the start differs. */
	return memcmp(now, name, PROCESS_NAME_LEN) == 0 ? PROCESS_RUNS : PROCESS_ENDED;
}
