// Preloaded before the services: whatever address they ask for, they listen on 127.0.0.1 only.
import net from 'node:net'

const listen = net.Server.prototype.listen

net.Server.prototype.listen = function (...given) {
  const [first] = given
  if (first !== null && typeof first === 'object' && ('path' in first || 'fd' in first || '_handle' in first)) {
    return listen.apply(this, given)
  }
  const options = first !== null && typeof first === 'object' ? first : { port: Number(first) || 0 }
  const ready = given.filter((argument) => typeof argument === 'function')
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...ready)
}
