#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>

/* The name of a running process: machine, boot, number and start time, so that a later process can tell whether the first one still
 * runs. Written into names of temporary files and beside what a window holds; proves nothing, and names no person. */

#define PROCESS_NAME_LEN 39 /* MMMMMMMM-BBBBBBBB-PPPPPPPP-SSSSSSSSSSSS, hex in lower case */

void process_name(char out[PROCESS_NAME_LEN + 1]); /* of this process */
bool process_is_name(const char *text);		   /* does it begin with one? */

enum process_state {
	PROCESS_RUNS,
	PROCESS_ENDED,
	PROCESS_ELSEWHERE, /* of another machine, or no name of a process: cannot be told from here */
};
enum process_state process_look(const char *name);

#endif
