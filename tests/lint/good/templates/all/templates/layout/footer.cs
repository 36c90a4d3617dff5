<footer title='no value in here'>a < b &amp; c > d</footer>
</body>
</html>
