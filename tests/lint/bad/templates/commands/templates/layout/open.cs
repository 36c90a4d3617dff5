<p title="never closed>
