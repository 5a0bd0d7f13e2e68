#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "demo/draw.h"

/* A camera for tests: for each line "VIEW FLOORS SERIAL UNIX FILE" it draws a photo into the file and answers "done". Each serial is another picture, which no
 * question takes for that of another serial. */

static bool
draw_one(const char *line)
{
	static const char *const views[VIEW_COUNT] = { [VIEW_FRONT] = "front",	 [VIEW_SIDE] = "side",	     [VIEW_PLATE] = "plate",
						       [VIEW_SIGN] = "sign",	 [VIEW_ADDED] = "added",     [VIEW_DETAIL] = "detail",
						       [VIEW_MENDED] = "mended", [VIEW_CLEARED] = "cleared", [VIEW_PAPER] = "paper" };
	struct photo_drawing drawing = { .grainy = true };
	struct buf bytes = { 0 };
	struct err err = { 0 };
	char view[16], path[400];
	long long taken;
	unsigned int serial, at = 0;
	bool drawn;

	if (sscanf(line, "%15s %d %u %lld %399[^\n]", view, &drawing.floors, &serial, &taken, path) != 5)
		return false;
	while (at < VIEW_COUNT && strcmp(views[at], view) != 0)
		at++;
	drawing.view = at;
	drawing.serial = serial;
	drawing.taken_unix = taken;
	drawn = at < VIEW_COUNT && !photo_draw(&drawing, &bytes, &err) && !file_write(path, buf_text(&bytes), bytes.len, 0600, &err);
	buf_release(&bytes);
	return drawn;
}

int
main(void)
{
	char line[512];

	while (fgets(line, sizeof(line), stdin)) {
		puts(draw_one(line) ? "done" : "wrong");
		fflush(stdout);
	}
	return 0;
}
