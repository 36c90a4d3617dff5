<h1>No frame</h1>
