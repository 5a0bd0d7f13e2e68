#ifndef BASE_PATHS_H
#define BASE_PATHS_H

/* Where everything lies, from one function with overrides, so that a test never touches a home.
 * LOUCE_HOME holds keys, settings and the list of workspaces (default: $XDG_DATA_HOME/louce or
 * ~/.local/share/louce); LOUCE_DATADIR holds forms and locale (default: beside the program, wherever
 * it was moved or built; else the place it was configured for). */

enum path {
	PATH_HOME,
	PATH_KEYS,     /* key files of this machine's people */
	PATH_SETTINGS, /* settings file */
	PATH_FORMS,    /* the campaign's form pack */
	PATH_LOCALE,
	PATH_HANDBOOK, /* the folder of handbook.LANG.txt, .html and .pdf */
	PATH_COUNT
};

/* Caller frees. Never NULL: without any home it is under the current folder. */
char *path_of(enum path which);

#endif
