<p>before</p>
<?cs include:"layout/header.cs" ?>
<?cs include:"layout/footer.cs" ?>
after
