<?cs include:"layout/header.cs" ?>
<p class=<?cs var:Data.a ?>>unquoted</p>
<p class=a-<?cs if:Data.a ?>b<?cs /if ?>>unquoted</p>
<p class='<?cs var:Data.a ?>'>single quotes</p>
<p <?cs var:Data.a ?>="x">attribute name</p>
<<?cs var:Data.a ?>>
<script>var a = "<?cs var:Data.a ?>";</script>
<script>var b;</script>
<script src="/static/a.js">also inline</script>
<style>p { color: red }</style>
<style>p { color: <?cs var:Data.a ?> }</style>
<p style="color: red">style</p>
<p onclick="go('<?cs var:Data.a ?>')">handler</p>
<p ONCLICK='go()'>handler</p>
<a href="<?cs var:Data.url ?>">no url_validate</a>
<a
	href="<?cs var:html_escape(Data.url) ?>">wrong call</a>
<img alt="" src="<?cs var:Data.url ?>">
<img alt="" srcset="<?cs var:Data.url ?> 2x">
<video poster="<?cs var:Data.url ?>"></video>
<button formaction="<?cs var:Data.url ?>">go</button>
<a href="<?cs var:url_escape(Data.url) ?>">no literal path before</a>
<a href="//<?cs var:url_escape(Data.host) ?>">another host</a>
<a href="/users/<?cs var:Data.id ?>">not escaped</a>
<a href="<?cs if:Data.a ?>/users/<?cs /if ?><?cs var:url_escape(Data.id) ?>">prefix in one branch only</a>
<a href="<?cs call:address(Data.a) ?>">macro</a>
<a href="javascript:go()">script</a>
<img src="/static/a.png">
<form method="post" action="/users"></form>
<p class="a"><b <i>tag in tag</i></p>
<p class="a"">stray quote</p>
<iframe srcdoc="<?cs var:Data.a ?>"></iframe>
<!-- <?cs uvar:Data.a ?> -->
<A HREF="<?cs var:Data.url ?>">upper case</A>
<a href=<?cs var:url_validate(Data.url) ?>>unquoted</a>
<?cs include:"layout/footer.cs" ?>
