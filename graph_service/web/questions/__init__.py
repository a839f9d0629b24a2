"""The named questions as pages: what can be asked, and each as a form with its answer."""
