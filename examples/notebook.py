# %% [markdown]
# # Searching from a notebook
#
# A script in the percent format: Jupyter (with jupytext), VS Code and Spyder open it as a notebook, and
# `python examples/notebook.py` runs it from top to bottom. The library is the one of this user; it is made with the
# starter articles on the first use.

# %%
from collections import Counter
from dataclasses import replace

import twitchsearch
from twitchsearch import Grouping, Hit, SectionKind

library = twitchsearch.open_library()
print(library.state().articles, "articles in", library.state().sections, "sections")

# %% [markdown]
# A question is answered with hits. Each is a section with the facts of its article; a snippet has its highlights as
# ranges, so that whoever shows it decides how.


# %%
def shown(hit: Hit) -> str:
    """A hit in two lines, what matches between asterisks."""
    lines = [f"{hit.rank}. {hit.article.title} > {' > '.join(hit.section.heading_path)} ({hit.section.kind})"]
    for snippet in hit.snippets:
        text, end = "", 0
        for span in snippet.highlights:
            text += f"{snippet.text[end : span.start]}*{snippet.text[span.start : span.end]}*"
            end = span.end
        lines.append("   " + f"{text}{snippet.text[end:]}".replace("\n", " "))
    return "\n".join(lines)


results = library.search("why does my eyelid twitch", limit=3)
print(results.total.value, "sections match")
for hit in results.hits:
    print(shown(hit))

# %% [markdown]
# Kinds narrow an answer; facets say beforehand what there is of each.

# %%
print({str(kind): sections for kind, sections in results.facets.kinds})
for hit in library.search("eyelid", kinds=[SectionKind.WARNING], limit=2).hits:
    print(shown(hit))

# %% [markdown]
# A request is a value. Whatever else can be asked is a field of it: here one hit an article.

# %%
request = replace(library.request("magnesium cramps", limit=5), grouping=Grouping.ARTICLE)
for hit in library.search(request).hits:
    print(f"{hit.score:6.2f}  {hit.article.title} (and {hit.more_in_article} more)")

# %% [markdown]
# What articles name as causes, counted over all that match.

# %%
for row in library.causes("eyelid twitching").rows[:5]:
    print(f"{row.articles} x {row.name}")

# %% [markdown]
# From a hit to its whole article, and to sections like it.

# %%
best = results.hits[0]
article = library.article(best.article.id)
print(article.facts.title, Counter(str(section.kind) for section in article.sections).most_common(3))
for hit in library.similar(best.section.id, limit=3).hits:
    print("like it:", hit.article.title, ">", hit.section.heading)

# %% [markdown]
# As rows, for a data frame: `pandas.DataFrame(rows)`.

# %%
rows = [
    {"title": hit.article.title, "kind": str(hit.section.kind), "updated": hit.article.updated, "score": hit.score}
    for hit in library.search("twitching", limit=20).hits
]
print(len(rows), "rows of", ", ".join(rows[0]))
