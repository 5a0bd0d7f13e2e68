#ifndef DEMO_COURSE_H
#define DEMO_COURSE_H

#include "demo/county.h"

/* What was done about a house in which a hazard was found, as far as it went: from the control to the strike-off. Internal to the demonstration's
 * files. */

enum demo_act {
	ACT_NONE, /* ends a course */
	ACT_CONTROL,
	ACT_PATROL,
	ACT_NOTICE,
	ACT_ENFORCE,
	ACT_APPRAISE, /* as C or D */
	ACT_READ,     /* a second reader confirms the newest report */
	ACT_PLAN,
	ACT_PLAN_CHECK, /* by the township */
	ACT_PLAN_FILE,	/* by the county */
	ACT_PLAN_BACK,	/* returned by the township */
	ACT_WORK,	/* under way */
	ACT_DONE,
	ACT_APPRAISE_FIT, /* as A or B */
	ACT_PROVE,	  /* the report is handed in as proof of safety */
	ACT_LIFT,	  /* control ends */
	ACT_CLOSE,
	ACT_CLOSE_CHECK,  /* by the township, on site */
	ACT_CLOSE_ACCEPT, /* by the county */
	ACT_CLOSE_BACK,	  /* returned by the county */
	ACT_APPRAISE_WORSE,
	ACT_REFER,	/* to a department, in the campaign */
	ACT_REFER_NOW,	/* to one, today */
	ACT_REPLY,	/* of the department: it is done */
	ACT_REPLY_BACK, /* of the department: it is not its own */
	ACT_COUNT
};

#define DEMO_ACTS_MOST 20
struct demo_course {
	int share;	 /* of all courses; 0: one house of the county */
	char conclusion; /* only houses of it; 0: of any */
	char measure;	 /* of the plan: '1' the house is demolished, '3' strengthened */
	enum demo_act acts[DEMO_ACTS_MOST];
};

#define DEMO_LETTERS_LEAST 200 /* houses of a part of the county in which departments are written to, and have an officer */
#define DEMO_PART_LEAST 50     /* houses of a part of the county that has every course */
/* Gives every house in which a hazard was found its course, those of the village in mid-work apart. A part of the county gets a house for each course
 * that none of its own houses has; one of fewer than DEMO_PART_LEAST houses has no courses: its hazards are under control, and nothing more was done. */
void demo_courses_plan(struct demo_county *county);
/* Signs what was done about the village's houses after the survey. */
MUST_CHECK enum status demo_village_loop(struct demo_county *county, size_t village, struct err *err);

/* ---- the answers: loop_values.c */

/* A day of the campaign at a house, YYYY-MM-DD; where the clock stands before the last of these days, all of them lie closer together, in their order. */
void demo_day(const struct demo_building *building, const char *day, char out[11]);
/* The values of the act's form. */
struct value demo_act_values(struct demo_county *county, const struct demo_building *building, enum demo_act act);
/* The photos of the act's form, to be drawn; their number. */
size_t demo_act_photos(const struct demo_building *building, enum demo_act act, struct demo_drawn *out);

#endif
