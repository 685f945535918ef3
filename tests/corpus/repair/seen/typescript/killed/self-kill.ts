process.kill(process.pid, 'SIGKILL');
setInterval((): void => {}, 1000);
