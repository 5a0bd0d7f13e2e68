"""A page in a frame of a width, which says how wide its content is: framed.py PAGE OUT WIDTH. A window of a browser cannot be as narrow as a telephone."""
import html
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    page = file.read()
if "<script" in page:
    sys.exit("the page has a script")
page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)  # the copy alone may measure itself
measure = "<script>parent.postMessage(innerWidth + '/' + document.documentElement.scrollWidth, '*')</script>"
page = page.replace("</body>", measure + "</body>")
with open(sys.argv[2], "w", encoding="utf-8") as file:
    file.write(
        "<!DOCTYPE html><meta charset=utf-8><body><script>onmessage = function (e) { document.body.setAttribute('data-measured', e.data); };</script>"
        '<iframe style="border:0;width:%spx;height:900px" srcdoc="%s"></iframe></body>' % (sys.argv[3], html.escape(page))
    )
