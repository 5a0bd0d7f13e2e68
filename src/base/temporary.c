#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/process.h"

#define PREFIX ".louce-"
#define ENDING ".tmp"
#define STALE_SECONDS 600

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup("");
}

char *
temporary_name(const char *path)
{
	static atomic_uint made;
	char process[PROCESS_NAME_LEN + 1], *folder = folder_of(path), *name;

	process_name(process);
	name = mem_printf("%s" PREFIX "%s-%x" ENDING, folder, process, atomic_fetch_add(&made, 1));
	free(folder);
	return name;
}

enum status
temporary_possible(const char *path, struct err *err)
{
	char *name = temporary_name(path);
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600), errnum = errno;

	if (fd >= 0) {
		close(fd);
		unlink(name);
	}
	free(name);
	return fd >= 0 ? STATUS_OK : err_errno(err, errnum, _("\"%s\" cannot be written"), path);
}

/* Is it a name that temporary_name gives, or of a file that SQLite or the workspace keeps beside one? */
static bool
is_ours(const char *name)
{
	const char *at = name + strlen(PREFIX) + PROCESS_NAME_LEN;
	size_t digits;

	if (strncmp(name, PREFIX, strlen(PREFIX)) != 0 || strlen(name) < strlen(PREFIX) + PROCESS_NAME_LEN + 2 ||
	    !process_is_name(name + strlen(PREFIX)) || *at != '-')
		return false;
	digits = strspn(at + 1, "0123456789abcdef");
	at += 1 + digits;
	if (!digits || strncmp(at, ENDING, strlen(ENDING)) != 0)
		return false;
	at += strlen(ENDING);
	return strspn(at, "abcdefghijklmnopqrstuvwxyz-.") == strlen(at);
}

static bool
is_left(const char *folder, const char *name, bool folders)
{
	enum process_state state = process_look(name + strlen(PREFIX));
	char *path = mem_printf("%s%s", folder, name);
	struct stat info;
	bool left = lstat(path, &info) == 0 && (folders ? S_ISDIR(info.st_mode) && info.st_uid == geteuid() : S_ISREG(info.st_mode)) &&
		    (state == PROCESS_ENDED || (state == PROCESS_ELSEWHERE && info.st_mtime < time(NULL) - STALE_SECONDS));

	free(path);
	return left;
}

void
temporary_remove_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	rmdir(folder);
}

/* What is left of files beside the path, or of folders. */
static void
clear_left(const char *path, bool folders)
{
	char *folder = folder_of(path);
	DIR *dir = opendir(*folder ? folder : ".");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		char *left = mem_printf("%s%s", folder, entry->d_name);

		if (is_ours(entry->d_name) && is_left(folder, entry->d_name, folders))
			folders ? temporary_remove_folder(left) : (void)unlinkat(dirfd(dir), entry->d_name, 0);
		free(left);
	}
	if (dir)
		closedir(dir);
	free(folder);
}

void
temporary_clear(const char *path)
{
	clear_left(path, false);
}

char *
temporary_folder(const char *parent)
{
	char *inside = file_join(parent, ""), *folder;

	clear_left(inside, true);
	folder = temporary_name(inside);
	free(inside);
	if (mkdir(folder, 0700) == 0)
		return folder;
	free(folder);
	return NULL;
}
