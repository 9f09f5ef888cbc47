"""Pages of news as papers make them, and a page around what a test is about."""

from __future__ import annotations

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry sinks | The Harbour Post</title>
<meta property="og:title" content="Ferry sinks off Selvik"><meta property="og:site_name" content="The Harbour Post">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-14T08:00:00Z"}</script>
<link rel="canonical" href="https://post.example/news/ferry-sinks"><script>let secret = "never read";</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry sinks off Selvik</h1>
<p>A passenger ferry sank off the island of Selvik early on Tuesday, killing at least nine people, police said.</p>
<p>&ldquo;We heard a <b>loud</b> noise &amp; ran,&rdquo; said Josef Rinde 😀, who rowed out to help them.</p>
<h2>Rescue goes on</h2><p>Divers will search the wreck on Thursday, said commander Ilse Brandvold on the pier.</p>
<ul><li>Nine people died in the accident near the harbour.</li><li>Five people were missing that evening.</li></ul>
<aside><h3>Related</h3><a href="/x">Five ferries that sank before</a></aside></article>
<footer>Copyright 1999</footer></body></html>"""

DAILY = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Ferry sinks off Selvik, nine dead | The Harbour Post</title>
  <meta property="og:title" content="Ferry sinks off Selvik, nine dead">
  <meta property="og:site_name" content="The Harbour Post">
  <meta name="twitter:site" content="@harbourpost">
  <link rel="canonical" href="https://post.example/news/ferry-sinks">
  <script type="application/ld+json">
    {"@context": "https://schema.org", "@graph": [
      {"@type": "WebSite", "name": "The Harbour Post", "datePublished": "2001-01-01"},
      {"@type": "NewsArticle", "headline": "Ferry sinks off Selvik, nine dead",
       "datePublished": "2025-03-14T23:30:00-05:00", "dateModified": "2025-03-20T08:00:00-05:00"}]}
  </script>
  <script>window.secret = "never read this";</script>
  <style>.secret { color: never-read-this }</style>
</head>
<body>
  <header><a href="/">The Harbour Post</a></header>
  <nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport results</a></li></ul></nav>
  <main>
    <article>
      <h1>Ferry sinks off Selvik, nine dead</h1>
      <figure><img src="pier.jpg" alt="A pier">
        <figcaption>The pier at Selvik on Tuesday morning. [Ada Rinde/Reuters]</figcaption></figure>
      <p>A passenger ferry sank off the island of Selvik early on Tuesday, killing at least nine people, police
         said.</p>
      <p>&ldquo;We heard a <b>loud</b> noise &amp; ran&rdquo;, said <a href="/people/rinde">Josef Rinde</a> 😀,
         who rowed out to help them.</p>
      <aside class="related"><h3>Related</h3><ul><li><a href="/x">Five ferries that sank before this one</a></li>
        <li><a href="/y">Why the harbour was never deepened</a></li></ul></aside>
      <h2>Rescue goes on</h2>
      <p>Divers will search the wreck on Thursday, said commander Ilse Brandvold on the pier.<script>track("never
         read this")</script></p>
      <blockquote><p>We will not stop before everybody is found.</p><p>That I can promise.</p></blockquote>
      <ul><li>Nine people died in the accident near the harbour.</li>
          <li>Five people were missing that evening.</li></ul>
      <p>The company that runs the ferry, Selvik Lines, did not answer questions by Wednesday evening.</p>
    </article>
    <section id="comments"><h2>Comments</h2><p>First! I never liked that ferry anyway, to be honest.</p></section>
  </main>
  <footer><p>Copyright 1999-2025 The Harbour Post. All rights reserved.</p></footer>
</body>
</html>"""

LIVE = """<html>
<head>
  <title>Storm over Port Quill: live updates</title>
  <meta name="application-name" content="Quill Radio">
  <meta itemprop="datePublished" content="2024-11-05">
</head>
<body>
  <div id="menu"><a href="/">Home</a> | <a href="/live">Live</a> | <a href="/weather">Weather</a></div>
  <div class="content">
    <h1>Storm over Port Quill: live updates</h1>
    <div class="intro">
      A storm with winds of 140 kilometres an hour reached Port Quill on Monday night, the weather service said.<br>
      <br>
      Schools stay closed on Tuesday, said <i>Mayor Ona Hale</i>, and so does the harbour bridge.<br><br>
      Nobody was hurt so far, according to the fire brigade of the town.
    </div>
    <ol class="live-blog">
      <li><time datetime="2024-11-04T21:10">21:10</time><h3>Power is out</h3>
        <p>Some 4,000 homes have no power, the company Quill Grid said in a short statement.</p></li>
      <li><time datetime="2024-11-04T20:45">20:45</time><h3>Trains stop</h3>
        <p>No train will run before noon on Tuesday, the railway told our reporter.</p></li>
    </ol>
  </div>
  <div class="sidebar"><h4>Most read</h4><ul><li><a href="/1">The mayor's new boat</a></li>
    <li><a href="/2">Ten soups for a storm</a></li></ul></div>
  <div class="footer">&copy; 2009 Quill Radio</div>
</body>
</html>"""

SENTENCE = "The passenger ferry sank off the island of Selvik early on {}, police said in a statement."


def page(inner: str, head: str = "") -> str:
    """A page with an article: something between two paragraphs."""
    first, last = SENTENCE.format("Tuesday"), SENTENCE.format("Friday")
    story = f"<article><p>{first}</p>{inner}<p>{last}</p></article>"
    return f"<!doctype html><html><head>{head}</head><body>{story}</body></html>"
