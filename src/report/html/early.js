// Before the page is read on: ten thousand rows are not laid out only to be taken out again by the script at its end.
document.documentElement.classList.add('starting');
