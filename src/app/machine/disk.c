#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/machine/doctor_state.h"
#include "base/attr.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/machine/sticks.h"
#include "base/mem.h"

/* Where the workspace and the keys lie, and the sticks that are in. */

#define MIB (INT64_C(1) << 20)
#define FREE_LEAST_MIB 64
#define FREE_GOOD_MIB 512

/* Numbers of file systems, as statfs(2) gives them. */
static const struct {
	long number;
	enum { FOLDER_NETWORK = 1, FOLDER_FAT } kind;
	const char *name;
} kinds[] = {
	{ 0x6969, FOLDER_NETWORK, "NFS" },   { 0xff534d42, FOLDER_NETWORK, "CIFS" }, { 0xfe534d42, FOLDER_NETWORK, "SMB2" },
	{ 0x517b, FOLDER_NETWORK, "SMB" },   { 0x01021997, FOLDER_NETWORK, "9P" },   { 0x4d44, FOLDER_FAT, "FAT" },
	{ 0x2011bab0, FOLDER_FAT, "exFAT" },
};

/* ---- one folder */

struct folder {
	int64_t free_mib, files_left; /* files_left -1: the file system counts none */
	bool read_only, writable;
	int unsynced; /* errno of a sync that failed; 0 */
	int kind;     /* of `kinds`; 0: none of them */
	const char *kind_name;
};

/* The nearest folder above that is there. */
static char *
folder_of(const char *path, bool is_file)
{
	char *folder = mem_strdup(*path ? path : "."), *slash;
	struct stat about;
	bool up = is_file;

	while (up || stat(folder, &about) != 0 || !S_ISDIR(about.st_mode)) {
		up = false;
		slash = strrchr(folder, '/');
		if (!slash) {
			free(folder);
			return mem_strdup(".");
		}
		slash[slash == folder] = '\0';
		if (slash == folder)
			break;
	}
	return folder;
}

/* A sync of what is there already changes nothing; file systems that know none for a folder are content. */
static int
try_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), failed = 0;

	if (fd < 0)
		return 0;
	if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
		failed = errno;
	close(fd);
	return failed;
}

static void
look(const char *path, struct folder *folder)
{
	struct statvfs about;
	struct statfs system;

	folder->free_mib = folder->files_left = -1;
	folder->writable = access(path, W_OK) == 0;
	folder->unsynced = try_sync(path);
	if (statvfs(path, &about) == 0) {
		folder->free_mib = (int64_t)about.f_bavail * (int64_t)about.f_frsize / MIB;
		folder->files_left = about.f_files ? (int64_t)about.f_favail : -1;
		folder->read_only = about.f_flag & ST_RDONLY;
	}
	if (statfs(path, &system) == 0)
		for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
			if ((unsigned long)kinds[i].number == ((unsigned long)system.f_type & 0xffffffffu)) {
				folder->kind = kinds[i].kind;
				folder->kind_name = kinds[i].name;
			}
}

/* Adds what is wrong with a folder that louce writes in; false: nothing is. */
static bool
add_faults(struct doctor *doctor, const struct folder *folder, const char *path)
{
	if (folder->read_only)
		doctor_add(doctor, "disk", DOCTOR_WRONG,
			   mem_printf(_("\"%s\" is mounted for reading alone: nothing can be signed there"), path),
			   mem_strdup(_("as root: mount -o remount,rw, after looking why (dmesg); a disk that fails is mounted so")));
	else if (!folder->writable)
		doctor_add(doctor, "disk", DOCTOR_WRONG, mem_printf(_("you may not write in \"%s\""), path),
			   mem_strdup(_("give the folder to who works here (chown), or move the file to a folder of your own")));
	else if (folder->unsynced)
		doctor_add(doctor, "disk", DOCTOR_WRONG,
			   mem_printf(_("\"%s\" cannot be synced (%s): after a power cut what was signed may be gone"), path,
				      strerror(folder->unsynced)),
			   mem_strdup(_("move the file to another disk, and carry it out on a stick today")));
	else if (folder->kind == FOLDER_NETWORK)
		doctor_add(doctor, "disk", DOCTOR_WRONG,
			   mem_printf(_("\"%s\" lies on another machine (%s): two programs may write at once and spoil the file"), path,
				      folder->kind_name),
			   mem_strdup(_("move the file to a disk of this machine; files travel on sticks, by louce export and import")));
	else if (folder->free_mib >= 0 && folder->free_mib < FREE_LEAST_MIB)
		doctor_add(doctor, "disk", DOCTOR_WRONG, mem_printf(_("only %" PRId64 " MiB are free in \"%s\""), folder->free_mib, path),
			   mem_strdup(_("delete what is not needed; never a file that ends in .louce or .key")));
	else if (folder->files_left >= 0 && folder->files_left < 100)
		doctor_add(doctor, "disk", DOCTOR_WRONG, mem_printf(_("the disk of \"%s\" holds as many files as it can"), path),
			   mem_strdup(_("delete what is not needed; never a file that ends in .louce or .key")));
	else
		return false;
	return true;
}

static void
add_folder(struct doctor *doctor, const char *path)
{
	struct folder folder = { 0 };

	look(path, &folder);
	if (add_faults(doctor, &folder, path))
		return;
	if (folder.kind == FOLDER_FAT)
		doctor_add(doctor, "disk", DOCTOR_NOTE,
			   mem_printf(_("\"%s\" is %s, as sticks are: whoever sits here can read the keys, and a power cut may spoil more"),
				      path, folder.kind_name),
			   mem_strdup(_("better work on the machine's own disk, and carry with louce export")));
	else if (folder.free_mib >= 0 && folder.free_mib < FREE_GOOD_MIB)
		doctor_add(doctor, "disk", DOCTOR_NOTE,
			   mem_printf(_("%" PRId64 " MiB are free in \"%s\", not much"), folder.free_mib, path),
			   mem_strdup(_("a village with its photos takes up to 500 MiB, a file taken in as much again for a while")));
	else
		doctor_add(doctor, "disk", DOCTOR_FINE,
			   mem_printf(_("%" PRId64 " MiB are free in \"%s\", which can be written and synced"), folder.free_mib, path),
			   NULL);
}

void
doctor_look_at_disk(struct doctor *doctor, const char *workspace)
{
	char *home = path_of(PATH_HOME), *of_keys = folder_of(home, false), *of_file = workspace ? folder_of(workspace, true) : NULL;
	struct stat keys = { 0 }, file = { 0 };

	if (of_file)
		add_folder(doctor, of_file);
	/* A disk is told once. */
	if (!of_file || stat(of_keys, &keys) != 0 || stat(of_file, &file) != 0 || keys.st_dev != file.st_dev || access(of_keys, W_OK) != 0)
		add_folder(doctor, of_keys);
	free(of_file);
	free(of_keys);
	free(home);
}

/* ---- sticks */

void
doctor_look_at_sticks(struct doctor *doctor)
{
	struct sticks sticks;

	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.count; i++) {
		const char *path = sticks.items[i].folder;
		struct folder folder = { 0 };

		look(path, &folder);
		if (sticks.items[i].read_only || folder.read_only)
			doctor_add(doctor, "sticks", DOCTOR_WRONG, mem_printf(_("\"%s\" can be read and not written"), path),
				   mem_strdup(_("move its lock, or take it out and put it in again; one that stays so is worn out")));
		else if (!folder.writable)
			doctor_add(doctor, "sticks", DOCTOR_WRONG, mem_printf(_("you may not write in \"%s\""), path),
				   mem_strdup(_("take it out and put it in again while you are logged in")));
		else if (folder.free_mib >= 0 && folder.free_mib < FREE_LEAST_MIB)
			doctor_add(doctor, "sticks", DOCTOR_WRONG,
				   mem_printf(_("only %" PRId64 " MiB are free in \"%s\""), folder.free_mib, path),
				   mem_strdup(_("delete files of before that the county has receipted")));
		else
			doctor_add(doctor, "sticks", DOCTOR_FINE,
				   mem_printf(_("\"%s\" can be written, %" PRId64 " MiB are free"), path, folder.free_mib), NULL);
	}
	if (!sticks.count)
		doctor_add(doctor, "sticks", DOCTOR_NOTE, mem_strdup(_("none is in")), NULL);
	sticks_release(&sticks);
}
