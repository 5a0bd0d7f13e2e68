#include "app/session/device.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/machine/paths.h"
#include "base/mem.h"

#define RECORD_MAX_BYTES 8192

static const char first_line[] = "louce device 1\nworkspace ";

static char *
devices_folder(void)
{
	char *home = path_of(PATH_HOME), *folder = file_join(home, "devices");

	free(home);
	return folder;
}

/* The file's own name, whichever way it was reached, also when it is not there yet; caller frees. */
static char *
real_name(const char *path)
{
	char *real = realpath(path, NULL), *copy, *folder;
	const char *slash = strrchr(path, '/');

	if (real) {
		copy = mem_strdup(real);
	} else {
		folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
		real = realpath(folder, NULL);
		copy = file_join(real ? real : folder, slash ? slash + 1 : path);
		free(folder);
	}
	free(real);
	return copy;
}

static char *
record_of(const char *workspace)
{
	char *real = real_name(workspace), *record = mem_printf("%s%s\n", first_line, real);

	free(real);
	return record;
}

/* A number that is kept for a workspace, and when it was written down. */
struct kept_device {
	struct device_id device;
	struct timespec at;
};

static int
newest_first(const void *a, const void *b)
{
	const struct kept_device *left = a, *right = b;

	if (left->at.tv_sec != right->at.tv_sec)
		return left->at.tv_sec > right->at.tv_sec ? -1 : 1;
	if (left->at.tv_nsec != right->at.tv_nsec)
		return left->at.tv_nsec > right->at.tv_nsec ? -1 : 1;
	return memcmp(left->device.b, right->device.b, DEVICE_BYTES);
}

static char *
device_path(const char *folder, const struct device_id *device)
{
	char hex[DEVICE_HEX_LEN + 1];

	return file_join(folder, device_hex(device, hex));
}

/* The numbers whose record is this one, the newest first; caller frees. */
static struct kept_device *
kept_devices(const char *record, size_t *count)
{
	struct kept_device *kept = NULL, one;
	char *folder = devices_folder();
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t cap = 0;

	*count = 0;
	while (dir && (entry = readdir(dir)) != NULL) {
		struct buf text = { 0 };
		struct err ignored = { 0 };
		struct stat info;
		char *path;

		if (strlen(entry->d_name) != DEVICE_HEX_LEN || !device_from_hex(entry->d_name, &one.device))
			continue;
		path = device_path(folder, &one.device);
		if (!file_read(path, RECORD_MAX_BYTES, &text, &ignored) && strcmp(buf_text(&text), record) == 0 && stat(path, &info) == 0) {
			one.at = info.st_mtim;
			MEM_GROW(kept, *count, cap);
			kept[(*count)++] = one;
		}
		buf_release(&text);
		free(path);
	}
	if (*count)
		qsort(kept, *count, sizeof(*kept), newest_first);
	if (dir)
		closedir(dir);
	free(folder);
	return kept;
}

static void
keep_in(const char *folder, const char *record, const struct device_id *device)
{
	char *path = device_path(folder, device);
	struct err ignored = { 0 };

	if (!file_make_dirs(folder, 0700, &ignored) && file_write(path, record, strlen(record), 0600, &ignored))
		ignored = (struct err){ 0 };
	free(path);
}

static void
keep(const char *record, const struct device_id *device)
{
	char *folder = devices_folder();

	keep_in(folder, record, device);
	free(folder);
}

void
device_keep_in(const char *home, const char *workspace, const struct device_id *device)
{
	char *folder = file_join(home, "devices"), *record = record_of(workspace);

	keep_in(folder, record, device);
	free(record);
	free(folder);
}

void
device_keep(const char *workspace, const struct device_id *device)
{
	char *record = record_of(workspace);
	size_t count;
	struct kept_device *kept = kept_devices(record, &count);

	if (!count || !device_equal(&kept[0].device, device))
		keep(record, device);
	free(kept);
	free(record);
}

void
device_forget(const struct device_id *device)
{
	char *folder = devices_folder(), *path = device_path(folder, device);

	unlink(path);
	free(path);
	free(folder);
}

void
device_begin(const char *workspace, const struct device_id *device)
{
	char *record = record_of(workspace);
	size_t count;
	struct kept_device *kept = kept_devices(record, &count);

	for (size_t i = 0; i < count; i++)
		if (!device_equal(&kept[i].device, device))
			device_forget(&kept[i].device);
	if (count != 1 || !device_equal(&kept[0].device, device))
		keep(record, device);
	free(kept);
	free(record);
}

size_t
device_recall(const char *workspace, struct device_id out[DEVICES_MOST])
{
	char *record = record_of(workspace);
	size_t count;
	struct kept_device *kept = kept_devices(record, &count);

	count = count < DEVICES_MOST ? count : DEVICES_MOST;
	for (size_t i = 0; i < count; i++)
		out[i] = kept[i].device;
	free(kept);
	free(record);
	return count;
}

bool
device_is_kept(const struct device_id *device)
{
	char *folder = devices_folder(), *path = device_path(folder, device);
	bool is = file_exists(path);

	free(path);
	free(folder);
	return is;
}

bool
device_is_strange(const char *workspace, const struct device_id *device)
{
	struct device_id kept[DEVICES_MOST];

	return !device_is_kept(device) && device_recall(workspace, kept) > 0;
}
