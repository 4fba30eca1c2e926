# Configuration, and the services in their order. Sourced by lab.sh.

POSTGRES=/usr/lib/postgresql/15/bin

# Everything that Zabbix does at intervals, as often as it can: a test waits for it.
write_config() {
  cat > "$LAB/etc/zabbix_server.conf" << END
ListenIP=127.0.0.1
ListenPort=$(port trapper)
DBHost=127.0.0.1
DBPort=$(port postgres)
DBName=zabbix
DBUser=zabbix
LogType=console
DebugLevel=3
PidFile=$LAB/zabbix/pid
SocketDir=$LAB/zabbix
CacheUpdateFrequency=1
StartPollers=1
StartPollersUnreachable=1
StartPingers=0
StartDiscoverers=0
StartHTTPPollers=0
StartTrappers=2
StartPreprocessors=1
StartDBSyncers=1
StartAlerters=2
StartEscalators=1
StartLLDProcessors=1
StartHistoryPollers=0
StartTimers=1
END
  # Debian's frontend reads one file of the whole machine; a copy of it reads one of its own.
  if [ ! -d "$LAB/www" ]; then
    rm -rf "$LAB/www.new" && cp -rL /usr/share/zabbix "$LAB/www.new"
    sed -i "s|/etc/zabbix/zabbix.conf.php|$LAB/etc/zabbix.conf.php|" "$LAB/www.new/include/classes/core/CConfigFile.php"
    mv "$LAB/www.new" "$LAB/www"
  fi
  cat > "$LAB/etc/zabbix.conf.php" << END
<?php
\$DB['TYPE'] = 'POSTGRESQL';
\$DB['SERVER'] = '127.0.0.1';
\$DB['PORT'] = '$(port postgres)';
\$DB['DATABASE'] = 'zabbix';
\$DB['USER'] = 'zabbix';
\$DB['PASSWORD'] = '';
\$DB['SCHEMA'] = '';
\$DB['ENCRYPTION'] = false;
\$DB['DOUBLE_IEEE754'] = true;
\$ZBX_SERVER = '127.0.0.1';
\$ZBX_SERVER_PORT = '$(port trapper)';
END
}

start_services() {
  start postgres
  for_seconds 40 listens postgres && for_seconds 20 sql postgres -c 'select 1' > /dev/null 2>&1 || die "PostgreSQL does not answer; see $LAB/log/postgres.log"
  [ -f "$LAB/filled" ] || { fill_database && touch "$LAB/filled"; }
  start zabbix
  start web
  for_seconds 60 listens trapper || die "Zabbix does not listen; see $LAB/log/zabbix.log"
  for_seconds 30 answers "http://127.0.0.1:$(port web)/api_jsonrpc.php" || die "the frontend does not answer; see $LAB/log/web.log"
}

start() {
  case $1 in
    postgres) make_cluster; launch postgres postgres "$POSTGRES/postgres" -D "$LAB/postgres" -h 127.0.0.1 -p "$(port postgres)" \
      -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off ;;
    zabbix) install -d -o zabbix -g zabbix "$LAB/zabbix"; launch zabbix zabbix zabbix_server -f -c "$LAB/etc/zabbix_server.conf" ;;
    web) launch web zabbix php -d memory_limit=256M -d post_max_size=16M -d max_input_time=300 -d max_execution_time=300 -d date.timezone=UTC \
      -S "127.0.0.1:$(port web)" -t "$LAB/www" ;;
    *) die "unknown service '$1'" ;;
  esac
}

# On loopback only, and everyone on the machine may enter: there is nothing to keep.
make_cluster() {
  [ ! -f "$LAB/postgres/PG_VERSION" ] || return 0
  rm -rf "$LAB/postgres"
  install -d -m 700 -o postgres -g postgres "$LAB/postgres"
  setpriv --reuid postgres --regid postgres --clear-groups "$POSTGRES/initdb" -D "$LAB/postgres" -U postgres -A trust -E UTF8 --no-locale --no-sync \
    > "$LAB/log/initdb.log" 2>&1 || die "PostgreSQL cannot be set up; see $LAB/log/initdb.log"
}

# sql USER arguments…
sql() { local user=$1; shift; psql -h 127.0.0.1 -p "$(port postgres)" -U "$user" -v ON_ERROR_STOP=1 -qAt "$@"; }

fill_database() {
  local part
  {
    sql postgres -d postgres -c 'drop database if exists zabbix' -c 'drop role if exists zabbix' -c 'create role zabbix login' -c 'create database zabbix owner zabbix'
    for part in schema images data; do zcat "/usr/share/zabbix-server-pgsql/$part.sql.gz" | sql zabbix -d zabbix; done
  } > "$LAB/log/fill.log" 2>&1 || die "Zabbix's database cannot be filled; see $LAB/log/fill.log"
}
