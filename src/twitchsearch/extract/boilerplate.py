"""What the names of elements tell about them: which are furniture of a site, which hold its article.

No rule here names a site. Names are read word by word ("InlineNewsletter__Title-sc-6b" has the word "newsletter").
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_WORDS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+|[0-9]+")

# Each is one to three words that stand side by side in a name, in this order.
_FURNITURE = """
    ad, ads, adbox, adslot, adunit, advert, adverts, advertisement, advertising, advertorial, sponsor, sponsored, dfp,
    outbrain, taboola, promo, promos, promotion, promoted, cta, donate, donation, upsell, paywall, merch, shop,
    nav, navbar, navigation, menu, menus, submenu, breadcrumb, breadcrumbs, crumbs, pagination, pager, paging, masthead,
    topbar, toolbar, toolbox, tools, skip, skiplink, sitemap, hamburger, site header, site footer, footer, foot,
    colophon, page header, global header, copyright, imprint,
    share, shares, sharing, sharebar, sharedaddy, addthis, addtoany, social, socials, socialmedia, follow, followus,
    tweet button, cookie, cookies, consent, gdpr, onetrust, privacy, newsletter, newsletters, subscribe, subscription,
    subscriptions, signup, sign up, signin, sign in, login, log in, register, registration, mailinglist, mailing list,
    mailchimp, optin, related, relatedposts, recommended, recommendation, recommendations, recirc, recirculation,
    popular, trending, trend, mostread, most read, most viewed, read next, readnext, read more, up next, upnext,
    you may like, more stories, more news, more from, also like, see more, next article, prev next, post navigation,
    latest, newsfeed, ticker, teasers, teaser, jp relatedposts, onward, comment, comments, commentlist, commentary box,
    disqus, respond, reply, replies, livefyre, coral, sidebar, side bar, sidecolumn, rail, rightrail, right column,
    left column, right col, left col, side col, widget, widgets, popup, modal, overlay, lightbox, dialog,
    banner, flyout, tooltip, dropdown,
    announcement, notice strip, survey, poll, feedback, rating, ratings, star rating, quiz, carousel, slideshow,
    slider, gallery, thumbnails, byline, bylines, author, authors, authorbox, author bio, bio, biography, about author,
    dateline, datestamp, timestamp, timestamps, postmeta, post meta, entry meta, article meta, meta, metadata, pubdate,
    entry footer, post footer, tags, taglist, tag list, tag cloud, categories, filed under, toc, table of contents,
    on this page, print only, printonly, back to top, backtotop, hidden print, caption, captions, figcaption, credit,
    credits, photo credit, image source, wp caption text, kicker, eyebrow, jump link, jumplinks, screen reader text,
    sr only, u hidden, visually hidden,
    visuallyhidden, noprint, no print, visitor, search, searchform, search form, player,
    video player, editsection, edit section, headerlink, header link, permalink, anchorjs, heading anchor,
    header anchor, anchor link, testimonial, testimonials, staff card, team member, profile card, product box,
    product card, product slide, mpu, crumb, flash message, mailpoet, update history, change history, published dates,
    did help, vote count, votecell, vote cell, post signature, sig, autor,
    auteur, kommentare, comentarios, commentaires, werbung, anzeige, publicidad, mso header, mso footer, reviews,
    spons, sponsors, sponsorship, patreon, guestbook, prod, products, product list, pricing, price list, basket, cart,
    checkout, buy now, listen links, app links, hashtags, read also, see also links, feedback bar, job ad, webring,
    hit counter, syndication, correction policy, disclosure, hatnote, dablink, affiliate, stock quote, loading, spinner,
"""
_ARTICLE = """
    articlebody, article body, article content, article text, article copy, entry content, entry body, post content,
    post body, post text, story body, story content, story text, storytext, storybody, story copy, body copy, bodycopy,
    body text, main text, maintext, blog post content, rich text, richtext,
    wysiwyg, field body, news body, article main, post entry, single content, articlecontent,
    article full text, news text, media embed, social embed, twitter tweet, mw parser output,
"""
# Blocks that page builders set articles from; all of them are called widgets.
_CONTENT = """
    widget wrap, widget container, widget heading, widget text, widget text editor, widget toggle, widget accordion,
    widget tabs, widget icon list, widget theme, widget image, widget icon box, widget info box, widget flip box,
    widget nested, widget alert, widget blockquote, widget table, widget html, widget list, widget steps,
    widget timeline, block paragraph, block heading,
"""
_COUNTERS = "part label, step label, step num, step number, slide count, slide number"  # of what only counts
_FURNITURE_ALONE = frozenset(("side", "flash", "secondary", "aux", "extras"))  # where it is the whole name
_HEADINGS = """
    heading, headings, subheading, subhead, subheads, subheadline, subtitle, crosshead, intertitle, question, faq title,
    accordion title, accordion header, accordion heading, accordion button, toggle title, section title, section header,
    title, field label, card header, box header, block header, panel header, box head, hd,
"""
_BOXES = """
    admonition, callout, alert, box, infobox, tipbox, well, card, notice, panel, tip, note, sidenote, highlight box,
    keypoints, key points,
"""
_DEKS = "dek, deck, standfirst, subtitle, sub title, subheadline, tagline, lede, vorspann, chapo, sommario, entradilla"
_LEADS = frozenset(("dek", "deck", "standfirst", "lede"))  # the words below a title, whatever else they are called
_FOLDS = "accordion item, toggle item, collapse item, collapsible item, expander, faq item, accordion section"
_SLIDES = "carousel, slideshow, slider, gallery, swiper"
_BOLD = "font bold, font semibold, fw bold, fw semibold, bold, semibold, fw6, fw7"
_PANELS = (
    "accordion, collapse, collapsible, panel, tab, tabs, tabpanel, answer, faq, toggle, expand, expandable, details"
)


def _phrases(names: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in names.split(",")) - {""}


_FURNITURE_NAMES, _ARTICLE_NAMES, _CONTENT_NAMES = _phrases(_FURNITURE), _phrases(_ARTICLE), _phrases(_CONTENT)
_HEADING_NAMES, _PANEL_NAMES = _phrases(_HEADINGS), _phrases(_PANELS)
_TAB_NAMES = frozenset(("tab", "tabs", "pane", "tabpane", "tabpanel", "tabcontent"))
_COUNTER_NAMES = _phrases(_COUNTERS)
_BOX_NAMES, _BOLD_NAMES = _phrases(_BOXES), _phrases(_BOLD)
_DEK_NAMES, _FOLD_NAMES, _SLIDE_NAMES = _phrases(_DEKS), _phrases(_FOLDS), _phrases(_SLIDES)
_FURNITURE_ROLES = frozenset(
    (
        *("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"),
        *("menu", "menubar", "toolbar", "tablist"),
    )
)


@lru_cache(maxsize=8192)
def _named(names: str) -> frozenset[str]:
    """The words of a class or an id, in lower case, alone and in runs of two and three."""
    found = [word.lower() for word in _WORDS.findall(names[:500])]
    pairs, threes = pairwise(found), zip(found, found[1:], found[2:], strict=False)
    return frozenset((*found, *map(" ".join, pairs), *map(" ".join, threes)))


@lru_cache(maxsize=8192)
def is_furniture(names: str) -> bool:
    """Whether a class or an id names a part of a site that belongs to no article."""
    found = _named(names)
    if found.isdisjoint(_FURNITURE_NAMES):
        return names in _FURNITURE_ALONE
    return all(map(found.isdisjoint, (_ARTICLE_NAMES, _CONTENT_NAMES, _LEADS)))


def is_counter(names: str) -> bool:
    """Whether a class names what counts the parts of an article, where that is all it says."""
    return not _named(names).isdisjoint(_COUNTER_NAMES)


def holds_article(names: str) -> bool:
    """Whether a class or an id says that this is the article's text."""
    return not _named(names).isdisjoint(_ARTICLE_NAMES)


def is_heading(names: str) -> bool:
    """Whether a class says that a short block is a heading."""
    return not _named(names).isdisjoint(_HEADING_NAMES)


def is_box(names: str) -> bool:
    """Whether a class names something that is set apart from the text around it."""
    return not _named(names).isdisjoint(_BOX_NAMES)


def is_dek(names: str) -> bool:
    """Whether a class names the line below a title that says what the article is about."""
    return not _named(names).isdisjoint(_DEK_NAMES)


def is_fold(names: str) -> bool:
    """Whether a class names a part of an accordion: a heading and what it opens."""
    return not _named(names).isdisjoint(_FOLD_NAMES)


def is_infobox(names: str) -> bool:
    """Whether a class calls a table the box of facts that encyclopedias begin their articles with."""
    return "infobox" in _named(names)


def is_slides(names: str) -> bool:
    """Whether a class names something that is leafed through."""
    return not _named(names).isdisjoint(_SLIDE_NAMES)


def is_bold(names: str) -> bool:
    """Whether a class says that the text is bold."""
    return not _named(names).isdisjoint(_BOLD_NAMES)


def is_tab(names: str) -> bool:
    """Whether a class names one of several blocks of which a row of tabs shows one."""
    return not _named(names).isdisjoint(_TAB_NAMES)


def is_panel(names: str) -> bool:
    """Whether a class or an id names something that opens and closes, so that being hidden says nothing."""
    return not _named(names).isdisjoint(_PANEL_NAMES)


def is_furniture_role(role: str) -> bool:
    return role in _FURNITURE_ROLES
