/* The program of the portable folder that is started: it runs the louce beside it with the loader and the libraries beside it, whatever this system has
 * of its own. Linked statically, so that it needs nothing; it makes no choice but where things lie. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[PATH_MAX];

/* FOLDER/NAME; never freed. */
static char *
beside(const char *name)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		exit(4);
	return path;
}

/* What is there already, and the folder's before it. */
static void
put_before(const char *variable, char *value, const char *otherwise)
{
	const char *there = getenv(variable);
	char *both = NULL;

	if (asprintf(&both, "%s:%s", value, there && *there ? there : otherwise) < 0)
		exit(4);
	setenv(variable, both, 1);
}

int
main(int argc, char **argv)
{
	ssize_t len = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
	char **args = calloc((size_t)argc + 6, sizeof(*args)), *loader;
	size_t count = 0;

	if (len <= 0 || !args) {
		fputs("louce: /proc is not here\n", stderr);
		return 4;
	}
	folder[len] = '\0';
	*strrchr(folder, '/') = '\0';
	if (strpbrk(folder, ":;")) { /* they part the folders of libraries */
		fprintf(stderr,
			"louce: 文件夹的路径里有冒号或分号，请改名：%s\nlouce: the path of this folder has a colon or semicolon; rename it: %s\n",
			folder, folder);
		return 4;
	}
	/* Libraries of this system are others than ours. */
	unsetenv("LD_PRELOAD");
	unsetenv("LD_LIBRARY_PATH");
	setenv("GCONV_PATH", beside("lib/gconv"), 1);
	setenv("LOCPATH", beside("lib/locale"), 1);
	setenv("FONTCONFIG_FILE", beside("share/fonts/fonts.conf"), 1);
	put_before("TERMINFO_DIRS", beside("share/terminfo"), "/etc/terminfo:/lib/terminfo:/usr/share/terminfo");
	loader = beside("lib/loader");
	args[count++] = loader;
	args[count++] = (char *)"--inhibit-cache";
	args[count++] = (char *)"--library-path";
	args[count++] = beside("lib");
	args[count++] = beside("lib/louce");
	for (int i = 1; i < argc; i++)
		args[count++] = argv[i];
	execv(loader, args);
	fprintf(stderr,
		"louce: 不能运行 %s（%s）：U 盘可能不允许运行程序，请把整个文件夹复制到电脑上再运行\n"
		"louce: %s cannot be run (%s): sticks may be mounted so that nothing on them runs; copy the whole folder to this machine\n",
		loader, strerror(errno), loader, strerror(errno));
	return 4;
}
